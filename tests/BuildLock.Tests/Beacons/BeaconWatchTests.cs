using System;
using System.Diagnostics;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using BuildLock.Beacons;
using BuildLock.Identity;
using Xunit;

namespace BuildLock.Tests.Beacons;

/// <summary>What a waiter learns from a holder that the test plays.</summary>
public sealed class BeaconWatchTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly QueuePlace _place = new();
    private readonly HolderByHand _holder = new();
    private readonly ProtocolPeer _peer;
    private readonly BeaconWatch _watch;

    public BeaconWatchTests()
    {
        (BeaconDial dial, _peer) = _holder.Dialled();
        _peer.Send("BUILDLOCK/1\n");
        _peer.SendFrame('H', Encoding.UTF8.GetBytes(HolderText.Write(SampleHolder.Create(), ("token", "42"))));
        _peer.SendFrame('Q', [0, 3]); // comes together with the holder, so a part of it is read too early
        HolderByHand.Follow(dial);
        _watch = new BeaconWatch(dial, _place);
    }

    public void Dispose()
    {
        _watch.Dispose();
        _place.Dispose();
        _peer.Dispose();
        _holder.Dispose();
    }

    [Fact]
    public void It_knows_the_holder_and_the_place()
    {
        Assert.Equal(8812, _watch.Holder?.ProcessId);
        AssertPosition(3);
        Assert.False(_watch.HasEnded);
        Assert.False(_watch.Wait(TimeSpan.FromMilliseconds(1), CancellationToken.None));
    }

    [Fact]
    public void It_follows_the_place()
    {
        _peer.SendFrame('Q', [0, 2]);
        _peer.SendFrame('Q', [0, 1]);

        AssertPosition(1);
        Assert.False(_watch.Wait(TimeSpan.FromMilliseconds(1), CancellationToken.None));
    }

    [Theory]
    [InlineData(1, PreviousOutcome.Released)]
    [InlineData(3, PreviousOutcome.Expired)]
    [InlineData(99, PreviousOutcome.Released)]
    public async Task It_hears_of_the_end_and_how_it_came(byte outcome, PreviousOutcome expected)
    {
        _peer.SendFrame('R', [outcome, 0, 0]);

        await Changed();
        Assert.True(_watch.HasEnded);
        Assert.Equal(expected, _watch.End.Outcome);
        Assert.Equal(42, _watch.End.FencingToken);
        Assert.Equal(8812, _watch.End.Holder?.ProcessId);
    }

    [Fact]
    public async Task Whose_turn_is_later_goes_later_but_goes()
    {
        _peer.SendFrame('R', [1, 0xFF, 0xFF]);

        await Changed();
        Assert.Equal(PreviousOutcome.Released, _watch.End.Outcome);
    }

    [Fact]
    public async Task An_end_without_word_is_the_holders_death()
    {
        _peer.Dispose();

        await Changed();
        Assert.Equal(PreviousOutcome.Abandoned, _watch.End.Outcome);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(8_192)]
    [InlineData(40_000)]
    public void Frames_of_later_versions_are_passed_over(int length)
    {
        _peer.SendFrame('?', new byte[length]);
        _peer.SendFrame('Q', [0, 1]);

        AssertPosition(1);
        Assert.False(_watch.HasEnded);
    }

    [Fact]
    public void Known_frames_of_another_length_are_passed_over()
    {
        _peer.SendFrame('Q', [9]);
        _peer.SendFrame('R', []);
        _peer.SendFrame('Q', [0, 1]);

        AssertPosition(1);
        Assert.False(_watch.HasEnded);
    }

    [Fact]
    public void Who_stops_watching_leaves_the_queue()
    {
        _peer.Read(26 + 11); // the hello

        _watch.Dispose();

        Assert.True(_peer.IsAtEnd());
    }

    /// <summary>As where the one before it is stopped, and the lock was had without it.</summary>
    [Fact]
    public void Who_has_got_the_lock_stands_in_nobodys_line()
    {
        _peer.Read(26 + 11); // the hello

        BeaconRoom room = _place.PassOn(_watch);

        Assert.True(_peer.IsAtEnd());
        room.Close();
    }

    private void AssertPosition(int place)
    {
        var watch = Stopwatch.StartNew();
        while (_watch.Position != place && !_watch.HasEnded && watch.Elapsed < Patience)
        {
            _watch.Wait(TimeSpan.FromMilliseconds(10), TestContext.Current.CancellationToken);
        }

        Assert.Equal(place, _watch.Position);
    }

    private Task Changed() => Task.Run(() => Assert.True(_watch.Wait(Patience, TestContext.Current.CancellationToken)), TestContext.Current.CancellationToken);
}
