using System;
using BuildLock.Engines;
using Xunit;

namespace BuildLock.Tests.Engines;

public sealed class FencingClockTests
{
    [Fact]
    public void A_token_lies_above_the_one_before_it()
    {
        long ahead = DateTime.UtcNow.AddDays(400).Ticks; // the clock was set back since
        long next = FencingClock.Next(ahead);
        Assert.True(next > ahead, $"{next} after {ahead}");
        Assert.True(FencingClock.Next() > next);
    }

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(long.MaxValue - 1)]
    [InlineData(long.MinValue)]
    public void What_no_clock_can_have_said_is_not_counted_on_from(long nonsense)
    {
        long before = FencingClock.Next();
        long next = FencingClock.Next(nonsense);
        Assert.InRange(next, before + 1, DateTime.UtcNow.AddDays(3650).Ticks);
    }
}
