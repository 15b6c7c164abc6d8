using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Threading.Tasks;
using BuildLock.Conformance.Children;
using Xunit;

namespace BuildLock.Conformance;

/// <summary>A holder that dies frees the lock at once, and the next one is told.</summary>
public abstract partial class LockConformance
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_waiter_gets_it_at_once_when_the_holder_is_killed(bool asynchronously)
    {
        string key = NewKey();
        Child child = await StartHolderAsync(key);
        Waiter waiter = StartWaiter(key, asynchronously: asynchronously);
        if (!Excludes)
        {
            (await waiter.UntilHeldAsync()).Dispose();
            return;
        }

        await waiter.UntilWaitingAsync();
        long start = Stopwatch.GetTimestamp();
        child.Kill();
        using LockHandle handle = await waiter.UntilHeldAsync();
        TimeSpan took = Stopwatch.GetElapsedTime(start, waiter.EndedAt);

        // The promise is a second; the limit allows for a machine that is busy with other builds.
        Note($"{Engine}: from kill -9 to the waiter's hold: {took.TotalMilliseconds:0.0} ms");
        Assert.True(took < TimeSpan.FromSeconds(5), $"It took {took} from the kill to the waiter.");
        Assert.Equal(PreviousOutcome.Abandoned, handle.PreviousOutcome);
        Assert.Equal(child.Id, handle.PreviousHolder?.ProcessId);
        Assert.Equal("BL1002", waiter.Acquired?.Code);
        Assert.True(waiter.Acquired?.IsWarning);
        Assert.Contains($"pid {child.Id}", waiter.Acquired?.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_several_waiters_one_is_told_of_the_crash()
    {
        string key = NewKey();
        Child child = await StartHolderAsync(key);
        if (!Excludes)
        {
            return;
        }

        var waiting = new Dictionary<Task<Line>, Child>();
        for (int i = 0; i < 3; i++)
        {
            Child other = await StartChildAsync();
            Call call = other.Call("acquire", Command(key));
            Assert.Equal("waiting", (await call.NextAsync()).Word);
            waiting.Add(call.UntilAsync("held"), other);
        }

        child.Kill();
        var outcomes = new List<string>();
        while (waiting.Count > 0)
        {
            Task<Line> next = await Task.WhenAny(waiting.Keys).Within("one of the waiters to get the lock");
            outcomes.Add((await next)["outcome"]);
            Assert.False(IsFree(key));
            await waiting[next].AskAsync("release", ("name", "it"));
            waiting.Remove(next);
        }

        // A crash precedes the first of them; the others follow releases. One that took its turn before it heard of the
        // release between may still report the crash, which errs on the safe side.
        Assert.Equal("Abandoned", outcomes[0]);
        Assert.All(outcomes, outcome => Assert.Contains(outcome, new[] { "Abandoned", "Released" }));
        Assert.True(IsFree(key));
    }

    [Fact]
    public async Task A_newcomer_gets_it_at_once_after_the_holder_was_killed()
    {
        string key = NewKey();
        Child child = await StartHolderAsync(key);
        child.Kill();
        await child.WaitForExitAsync();

        using LockHandle? handle = ProcessLock.TryAcquire(key, Options());

        Assert.NotNull(handle);
        Assert.Equal(Excludes ? PreviousOutcome.Abandoned : PreviousOutcome.None, handle.PreviousOutcome);
        Assert.Equal(Excludes ? child.Id : null, handle.PreviousHolder?.ProcessId);
    }

    [Fact]
    public async Task A_process_that_ends_without_releasing_frees_it_too()
    {
        // Neither killed nor released: the program just ended.
        string key = NewKey();
        Child child = await StartHolderAsync(key);
        Waiter waiter = StartWaiter(key);
        if (!Excludes)
        {
            (await waiter.UntilHeldAsync()).Dispose();
            return;
        }

        await waiter.UntilWaitingAsync();
        await child.ExitAsync();

        using LockHandle handle = await waiter.UntilHeldAsync();
        Assert.Equal(PreviousOutcome.Abandoned, handle.PreviousOutcome);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_daemon_that_the_holder_started_does_not_keep_it(bool waiting)
    {
        // Compiler servers and the like outlive the build that starts them; what they inherit is never freed.
        string key = NewKey();
        Child child = await StartHolderAsync(key);
        Waiter? waiter = waiting && Excludes ? StartWaiter(key) : null;
        await (waiter?.UntilWaitingAsync() ?? Task.CompletedTask);
        using var daemon = Process.GetProcessById(int.Parse((await child.AskAsync("daemon"))["pid"]));
        try
        {
            child.Kill();
            await child.WaitForExitAsync();
            using LockHandle? handle = waiter is null ? ProcessLock.TryAcquire(key, Options()) : await waiter.UntilHeldAsync();

            Assert.NotNull(handle);
            Assert.False(daemon.HasExited, "The daemon ended too early to show anything.");
        }
        finally
        {
            daemon.Kill();
        }
    }

    [Fact]
    public async Task A_killed_waiter_leaves_nothing()
    {
        string key = NewKey();
        Child holder = await StartHolderAsync(key);
        Child child = await StartChildAsync();
        if (Excludes)
        {
            Assert.Equal("waiting", (await child.Call("acquire", Command(key)).NextAsync()).Word);
        }

        child.Kill();
        await child.WaitForExitAsync();

        Assert.Equal("True", (await holder.AskAsync("state", ("name", "it")))["held"]);
        Assert.Equal(!Excludes, IsFree(key));
        await holder.AskAsync("release", ("name", "it"));
        Assert.True(IsFree(key));
    }
}
