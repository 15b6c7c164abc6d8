using System;
using BuildLock.Beacons;
using BuildLock.Identity;
using BuildLock.Keys;
using Xunit;

namespace BuildLock.Tests.Beacons;

/// <summary>Who comes back for a lock that it has just released while others were waiting.</summary>
public sealed class CourtesyTests : IDisposable
{
    private readonly LockSite _site = HeldRoom.NewSite();
    private readonly BeaconRoom _last = new(); // of the last one in line
    private readonly QueuePlace _place = new();
    private BeaconWatch? _watch;

    public void Dispose()
    {
        _watch?.Dispose();
        _place.Dispose();
        _last.Dismiss();
    }

    [Fact]
    public void It_queues_behind_the_last_one_in_line()
    {
        Assert.True(ComeBack());
        Assert.False(_watch!.HasEnded);
    }

    /// <summary>That it crashed, or was too old: with port-quorum nobody else can tell.</summary>
    [Fact]
    public void Who_finds_that_they_have_had_it_hears_how_the_last_hold_ended()
    {
        _last.Begin(_site, () => HolderText.Write(SampleHolder.Create(), ("token", "42")));
        _last.TellEnd(PreviousOutcome.Expired);

        Assert.False(ComeBack());
        Assert.Equal(PreviousOutcome.Expired, _watch?.End.Outcome);
        Assert.Equal(8812, _watch?.End.Holder?.ProcessId);
        Assert.Equal(42, _watch?.End.FencingToken);
    }

    [Fact]
    public void It_goes_ahead_where_they_have_gone()
    {
        string address;
        using (var gone = new HolderByHand())
        {
            address = $"{gone.Endpoint}/{Guid.NewGuid():N}";
        }

        Courtesy.Remember(_site, address);

        Assert.False(Courtesy.StepBack(_site, _place, out _watch));
        Assert.Null(_watch);
    }

    // In turns: a test may be kept from going on for longer than the courtesy lasts, and has to release once more.
    private bool ComeBack()
    {
        bool stepsBack = false;
        for (int turn = 0; turn < 100 && _watch is null; turn++)
        {
            Courtesy.Remember(_site, _last.Publish());
            stepsBack = Courtesy.StepBack(_site, _place, out _watch);
        }

        return stepsBack;
    }
}
