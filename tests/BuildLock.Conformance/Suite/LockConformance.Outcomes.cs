using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using BuildLock.Conformance.Children;
using Xunit;

namespace BuildLock.Conformance;

/// <summary>A waiter always learns how the hold before its own ended.</summary>
public abstract partial class LockConformance
{
    [Fact]
    public async Task A_waiter_that_looks_at_the_very_moment_of_the_release_is_told_of_it()
    {
        if (!Excludes)
        {
            return;
        }

        // A waiter also looks by itself, about a second after it said that it waits. Each lock is released at about that
        // moment, so that some of these looks fall between the steps of a release.
        const int Pairs = 150;
        var random = new Random();
        var holds = new LockHandle[Pairs];
        var waiters = new Waiter[Pairs];
        for (int i = 0; i < Pairs; i++)
        {
            string key = NewKey();
            holds[i] = ProcessLock.Acquire(key, Options());
            waiters[i] = StartWaiter(key);
        }

        await Task.WhenAll(waiters.Select(w => w.UntilWaitingAsync())).Within("all waiters to wait");
        (LockHandle Hold, long Due)[] releases = holds
            .Zip(waiters, (hold, waiter) => (hold, waiter.SaidAt + (long)((1 + (random.NextDouble() * 0.003)) * Stopwatch.Frequency)))
            .OrderBy(r => r.Item2)
            .ToArray();
        foreach ((LockHandle hold, long due) in releases)
        {
            SpinWait.SpinUntil(() => Stopwatch.GetTimestamp() >= due);
            hold.Dispose();
        }

        var outcomes = new List<PreviousOutcome>();
        foreach (Waiter waiter in waiters)
        {
            using LockHandle handle = await waiter.UntilHeldAsync();
            outcomes.Add(handle.PreviousOutcome);
        }

        Assert.All(outcomes, o => Assert.Equal(PreviousOutcome.Released, o));
    }

    [Fact]
    public async Task After_a_holder_that_gave_up_in_the_middle_the_next_one_is_told()
    {
        string key = NewKey();
        LockHandle first = ProcessLock.Acquire(key, Options());
        Waiter waiter = StartWaiter(key);
        if (Excludes)
        {
            await waiter.UntilWaitingAsync().Within("the waiter to wait");
        }

        first.Abandon();
        Assert.False(first.IsHeld);
        using (LockHandle second = await waiter.UntilHeldAsync())
        {
            Assert.Equal(Excludes ? PreviousOutcome.Abandoned : PreviousOutcome.None, second.PreviousOutcome);
            second.Abandon();
        }

        // Of another process: who comes back soon is told by those who waited then.
        Child newcomer = await StartChildAsync();
        Line held = await newcomer.Call("acquire", Command(key)).UntilAsync("held");
        Assert.Equal((Excludes ? PreviousOutcome.Abandoned : PreviousOutcome.None).ToString(), held["outcome"]);
    }
}
