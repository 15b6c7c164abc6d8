using System;
using System.Threading.Tasks;
using BuildLock.Conformance.Children;
using Xunit;

namespace BuildLock.Conformance;

/// <summary>A hold with a limit ends at it, though its holder lives, and the holder is told.</summary>
public abstract partial class LockConformance
{
    [Fact]
    public async Task A_hold_ends_at_its_limit_and_the_waiter_gets_it()
    {
        string key = NewKey();
        Child child = await StartHolderAsync(key, Limited(seconds: 2.5));
        Task<Line> lost = child.AskAsync("wait-lost", ("name", "it"));
        Waiter waiter = StartWaiter(key);
        if (Excludes)
        {
            await waiter.UntilWaitingAsync();
        }

        using LockHandle handle = await waiter.UntilHeldAsync();
        Assert.Equal("lost", (await lost).Word);
        Line state = await child.AskAsync("state", ("name", "it"));
        Assert.Equal("False", state["held"]);
        Assert.Equal("True", state["lost"]);
        Assert.Equal("BL2003", state["throws"]);
        if (!Excludes)
        {
            return;
        }

        Assert.Equal(PreviousOutcome.Expired, handle.PreviousOutcome);
        Assert.Equal(child.Id, handle.PreviousHolder?.ProcessId);
        Assert.Equal("BL1002", waiter.Acquired?.Code);

        // The one that lost it has nothing left to release.
        await child.AskAsync("release", ("name", "it"));
        Assert.True(handle.IsHeld);
        Assert.Equal("busy", (await child.AskAsync("try", Command(key, name: "again"))).Word);
    }

    [Fact]
    public async Task The_limit_is_told_to_the_observer_as_a_warning()
    {
        string key = NewKey();
        var told = new Recorder<LockLost>();
        LockOptions options = Limited(seconds: 0.2);
        options.Observer = told;
        LockHandle handle = ProcessLock.Acquire(key, options);

        LockLost lost = await told.First.Within("BL2003");
        Assert.Equal("BL2003", lost.Code);
        Assert.True(lost.IsWarning);
        Assert.Contains(key, lost.Text, StringComparison.Ordinal);
        Assert.Same(handle.Loss, lost.Loss);
        Assert.False(handle.IsHeld);
        Assert.True(handle.Lost.IsCancellationRequested);
        Assert.Equal("BL2003", Assert.Throws<LockLostException>(handle.ThrowIfLost).Code);

        // The holder is told before others may have it, so not just now, but soon.
        ProcessLock.Acquire(key, Options(Deadline.Patience)).Dispose();
    }

    [Fact]
    public async Task A_release_before_the_limit_ends_the_limit()
    {
        string key = NewKey();
        var told = new Recorder<LockLost>();
        LockOptions options = Limited(seconds: 0.2);
        options.Observer = told;
        LockHandle handle = ProcessLock.Acquire(key, options);
        handle.Dispose();

        // A later hold of the same key with the same limit: by its loss the first one's limit would have struck long ago.
        var later = new Recorder<LockLost>();
        LockOptions again = Limited(seconds: 0.4);
        again.Observer = later;
        ProcessLock.Acquire(key, again);
        await later.First.Within("the later hold's limit");

        Assert.False(told.First.IsCompleted);
        Assert.False(handle.Lost.IsCancellationRequested);
        handle.ThrowIfLost();
    }

    [Fact]
    public async Task Even_the_longest_limit_is_either_kept_or_refused()
    {
        string key = NewKey();
        foreach (TimeSpan limit in new[] { TimeSpan.FromDays(30), TimeSpan.FromDays(100_000), TimeSpan.MaxValue - TimeSpan.FromTicks(1) })
        {
            try
            {
                LockOptions options = Options(TimeSpan.Zero);
                options.MaxHold = limit;
                using LockHandle handle = ProcessLock.Acquire(key, options);
                await Task.Yield();
                Assert.True(handle.IsHeld);
            }
            catch (LockSettingException e)
            {
                Assert.Equal("BL3003", e.Code);
            }

            Assert.True(IsFree(key), $"After a MaxHold of {limit} the lock is not free.");
        }
    }

    private LockOptions Limited(double seconds)
    {
        LockOptions options = Options();
        options.MaxHold = TimeSpan.FromSeconds(seconds);
        return options;
    }
}
