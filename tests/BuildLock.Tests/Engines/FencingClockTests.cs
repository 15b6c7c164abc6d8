using System;
using BuildLock.Engines;
using Xunit;

namespace BuildLock.Tests.Engines;

public sealed class FencingClockTests
{
    [Fact]
    public void Each_token_of_a_process_lies_above_the_one_before_it()
    {
        long before = FencingClock.Next();
        Assert.True(FencingClock.Next() > before);
    }

    [Fact]
    public void A_token_lies_above_the_last_one_of_its_lock()
    {
        long ahead = DateTime.UtcNow.AddDays(400).Ticks; // the clock was set back since
        long next = FencingClock.Next(ahead);
        Assert.True(next > ahead, $"{next} after {ahead}");
    }

    [Fact]
    public void One_lock_far_ahead_of_the_clock_takes_no_other_along()
    {
        _ = FencingClock.Next(DateTime.UtcNow.AddDays(400).Ticks);
        Assert.InRange(FencingClock.Next(), 1, DateTime.UtcNow.AddDays(1).Ticks);
    }

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(long.MaxValue - 1)]
    [InlineData(long.MinValue)]
    public void What_no_clock_can_have_said_is_not_counted_on_from(long nonsense)
    {
        long before = FencingClock.Next();
        long next = FencingClock.Next(nonsense);
        Assert.InRange(next, before + 1, DateTime.UtcNow.AddDays(1).Ticks);
    }
}
