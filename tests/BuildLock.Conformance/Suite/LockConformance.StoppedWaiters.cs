using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Threading.Tasks;
using BuildLock.Conformance.Children;
using Xunit;

namespace BuildLock.Conformance;

/// <summary>A stopped waiter loses its turn, and nobody else a free lock for longer than five seconds.</summary>
public abstract partial class LockConformance
{
    private static readonly TimeSpan PastAStoppedOne = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task A_waiter_stopped_in_the_middle_does_not_stop_those_behind()
    {
        if (!Excludes)
        {
            return; // nobody waits
        }

        Assert.SkipUnless(OperatingSystem.IsLinux(), "Needs signals to stop a process.");
        string key = NewKey();
        Child holder = await StartHolderAsync(key);
        List<(Child Child, Call Call)> queue = await QueueUpAsync(key, count: 3);
        queue[1].Child.Stop();
        await holder.AskAsync("release", ("name", "it"));
        await queue[0].Call.UntilAsync("held");

        await AssertGetsItSoonAsync(queue[2].Call, () => queue[0].Child.AskAsync("release", ("name", "it")));

        queue[1].Child.Continue();
        await queue[2].Child.AskAsync("release", ("name", "it"));
        await queue[1].Call.UntilAsync("held");
    }

    /// <summary>It has not said yet that it waits: its own thread stands before the gate, and in the turnstile.</summary>
    [Fact]
    public async Task A_waiter_stopped_in_its_first_second_does_not_stop_those_behind()
    {
        if (!Excludes)
        {
            return; // nobody waits
        }

        Assert.SkipUnless(OperatingSystem.IsLinux(), "Needs signals to stop a process, and the list of the kernel's locks.");
        string key = NewKey();
        Child holder = await StartHolderAsync(key);
        Child stopped = await StartChildAsync();
        Call late = stopped.Call("acquire", Command(key));
        await KernelLocks.UntilWaitsAsync(stopped.Id);
        stopped.Stop();
        Child next = await StartChildAsync();
        Call call = next.Call("acquire", Command(key));
        Assert.Equal("waiting", (await call.NextAsync()).Word);

        await AssertGetsItSoonAsync(call, () => holder.AskAsync("release", ("name", "it")));

        stopped.Continue();
        await next.AskAsync("release", ("name", "it"));
        await late.UntilAsync("held");
    }

    [Fact]
    public async Task A_newcomer_gets_a_free_lock_past_a_stopped_head()
    {
        if (!Excludes)
        {
            return; // nobody waits
        }

        Assert.SkipUnless(OperatingSystem.IsLinux(), "Needs signals to stop a process.");
        string key = NewKey();
        Child holder = await StartHolderAsync(key);
        List<(Child Child, Call Call)> queue = await QueueUpAsync(key, count: 1);
        queue[0].Child.Stop();
        await holder.AskAsync("release", ("name", "it"));

        // One attempt looks past the turnstile at once; a wait does so after some seconds, and at its deadline.
        Assert.True(IsFree(key));
        ProcessLock.Acquire(key, Options(TimeSpan.FromMilliseconds(300))).Dispose();
        long start = Stopwatch.GetTimestamp();
        Waiter waiter = StartWaiter(key);
        (await waiter.UntilHeldAsync()).Dispose();
        TimeSpan took = Stopwatch.GetElapsedTime(start, waiter.EndedAt);
        Note($"{Engine}: a newcomer past a stopped head: {took.TotalMilliseconds:0} ms");
        Assert.True(took < PastAStoppedOne, $"It took {took}.");

        queue[0].Child.Continue();
        await queue[0].Call.UntilAsync("held");
    }

    private async Task AssertGetsItSoonAsync(Call waits, Func<Task<Line>> release)
    {
        long start = Stopwatch.GetTimestamp();
        await release();
        await waits.UntilAsync("held");
        TimeSpan took = Stopwatch.GetElapsedTime(start);
        Note($"{Engine}: past a stopped waiter: {took.TotalMilliseconds:0} ms");
        Assert.True(took < PastAStoppedOne, $"It took {took}.");
    }
}
