using System;
using System.Linq;
using BuildLock.Engines;
using BuildLock.Waiting;
using Xunit;

namespace BuildLock.Tests.Waiting;

public sealed class NarrationTests
{
    private readonly RecordingObserver _observer = new();

    [Fact]
    public void Tells_after_1_10_30_and_60_seconds_and_then_each_minute()
    {
        var narration = Create();

        for (int second = 0; second <= 300; second++)
        {
            narration.Tell(TimeSpan.FromSeconds(second), () => LockAttempt.Busy(holder: null));
        }

        Assert.Equal([1, 10, 30, 60, 120, 180, 240, 300], Told());
    }

    [Fact]
    public void Says_nothing_in_the_first_second()
    {
        Create().Tell(TimeSpan.FromMilliseconds(999), () => LockAttempt.Busy(holder: null));

        Assert.Empty(_observer.Events);
    }

    [Fact]
    public void Several_that_are_due_are_told_as_one()
    {
        var narration = Create();

        narration.Tell(TimeSpan.FromSeconds(200), () => LockAttempt.Busy(holder: null));
        narration.Tell(TimeSpan.FromSeconds(239), () => LockAttempt.Busy(holder: null));
        narration.Tell(TimeSpan.FromSeconds(240), () => LockAttempt.Busy(holder: null));

        Assert.Equal([200, 240], Told());
    }

    [Theory]
    [InlineData(0, 1_000)]
    [InlineData(400, 600)]
    [InlineData(1_000, 0)]
    [InlineData(5_000, 0)]
    public void Knows_how_long_the_next_is_away(int waited, int untilNext)
        => Assert.Equal(TimeSpan.FromMilliseconds(untilNext), Create().UntilNext(TimeSpan.FromMilliseconds(waited)));

    [Fact]
    public void After_telling_the_next_is_away_again()
    {
        var narration = Create();

        narration.Tell(TimeSpan.FromSeconds(61), () => LockAttempt.Busy(holder: null));

        Assert.Equal(TimeSpan.FromSeconds(59), narration.UntilNext(TimeSpan.FromSeconds(61)));
    }

    [Fact]
    public void Without_an_observer_it_shortens_no_pause()
        => Assert.Equal(TimeSpan.MaxValue, new Narration(LockRequest.Create(LockKey.Named("k"), options: null)).UntilNext(TimeSpan.FromHours(1)));

    [Fact]
    public void Tells_who_is_in_the_way_and_the_place()
    {
        Create().Tell(TimeSpan.FromSeconds(1), () => LockAttempt.Busy(SampleHolder.Create(), position: 2));

        var told = Assert.IsType<LockWaiting>(Assert.Single(_observer.Events));
        Assert.Equal(8812, told.Holder?.ProcessId);
        Assert.Equal(2, told.Position);
        Assert.Equal("BL1001", told.Code);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(59, false)]
    [InlineData(60, true)]
    [InlineData(300, true)]
    public void Becomes_a_warning_after_a_minute(int seconds, bool isWarning)
    {
        Create().Tell(TimeSpan.FromSeconds(seconds), () => LockAttempt.Busy(holder: null));

        Assert.Equal(isWarning, Assert.Single(_observer.Events).IsWarning);
    }

    private Narration Create() => new(LockRequest.Create(LockKey.Named("k"), new LockOptions { Observer = _observer }));

    private int[] Told() => _observer.Events.Cast<LockWaiting>().Select(e => (int)e.Waited.TotalSeconds).ToArray();
}
