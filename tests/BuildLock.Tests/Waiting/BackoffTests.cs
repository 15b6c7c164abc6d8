using System;
using System.Linq;
using BuildLock.Waiting;
using Xunit;

namespace BuildLock.Tests.Waiting;

public sealed class BackoffTests
{
    [Fact]
    public void Pauses_grow_by_half_up_to_a_quarter_of_a_second_and_vary_by_half()
    {
        // Many waiters, since each bound is one of chance.
        for (int waiter = 0; waiter < 200; waiter++)
        {
            var backoff = new Backoff();
            double longest = 1;
            for (int i = 0; i < 30; i++)
            {
                Assert.InRange(backoff.Next().TotalMilliseconds, (longest / 2) - 0.001, longest + 0.001);
                longest = Math.Min(longest * 1.5, 250);
            }
        }
    }

    [Fact]
    public void The_whole_of_the_jitter_is_used()
    {
        double[] lengths = Enumerable.Range(0, 1000).Select(_ => new Backoff().Next().TotalMilliseconds).ToArray();

        Assert.InRange(lengths.Min(), 0.5, 0.55);
        Assert.InRange(lengths.Max(), 0.95, 1);
    }

    [Fact]
    public void Two_waiters_do_not_stay_in_step()
    {
        var one = new Backoff();
        var other = new Backoff();

        Assert.NotEqual(
            Enumerable.Range(0, 20).Select(_ => one.Next()).ToArray(),
            Enumerable.Range(0, 20).Select(_ => other.Next()).ToArray());
    }
}
