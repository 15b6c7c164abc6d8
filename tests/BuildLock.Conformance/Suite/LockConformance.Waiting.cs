using System;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;
using BuildLock.Conformance.Children;
using Xunit;

namespace BuildLock.Conformance;

/// <summary>Waiters see for whom they wait, and get the lock when it is given back, from whatever thread.</summary>
public abstract partial class LockConformance
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_waiter_without_deadline_gets_it_after_the_release(bool asynchronously)
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
        await child.AskAsync("release", ("name", "it"));
        using LockHandle handle = await waiter.UntilHeldAsync();
        TimeSpan took = Stopwatch.GetElapsedTime(start, waiter.EndedAt);

        Note($"{Engine}: from the word to release in another process to the lock here: {took.TotalMilliseconds:0.0} ms");
        Assert.True(took < TimeSpan.FromSeconds(5), $"It took {took} from the release to the waiter.");
        Assert.True(handle.Waited >= TimeSpan.FromSeconds(1), $"Waited at least until it said so, but claims {handle.Waited}.");
        Assert.Equal(PreviousOutcome.Released, handle.PreviousOutcome);
        Assert.Equal(child.Id, handle.PreviousHolder?.ProcessId);
        Assert.Equal("BL1003", waiter.Acquired?.Code);
        Assert.False(waiter.Acquired?.IsWarning);
        Assert.Equal("busy", (await child.AskAsync("try", Command(key))).Word);
    }

    [Fact]
    public async Task A_waiter_is_shown_the_holder()
    {
        string key = NewKey();
        LockOptions described = Options();
        described.Description = "project App.csproj, target Restore";
        Child child = await StartHolderAsync(key, described);
        Waiter waiter = StartWaiter(key);
        if (!Excludes)
        {
            (await waiter.UntilHeldAsync()).Dispose();
            return;
        }

        LockWaiting waiting = await waiter.UntilWaitingAsync();

        Assert.Equal("BL1001", waiting.Code);
        Assert.False(waiting.IsWarning);
        Assert.Equal(child.Id, waiting.Holder?.ProcessId);
        Assert.Equal(Environment.UserName, waiting.Holder?.User);
        Assert.Equal(Environment.MachineName, waiting.Holder?.Machine);
        Assert.Equal("project App.csproj, target Restore", waiting.Holder?.Description);
        Assert.Contains($"pid {child.Id}", waiting.Text, StringComparison.Ordinal);
        Assert.Contains(key, waiting.Text, StringComparison.Ordinal);
        Assert.InRange(waiting.Waited, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(6));
        Assert.Equal(1, waiting.Position);

        await child.AskAsync("release", ("name", "it"));
        (await waiter.UntilHeldAsync()).Dispose();
    }

    [Fact]
    public async Task Processes_pass_it_on_among_themselves()
    {
        // Siblings: a child that waited for the process that started it could wait without end, and is another subject.
        string key = NewKey();
        Child holder = await StartHolderAsync(key);
        Child child = await StartChildAsync();
        Call call = child.Call("acquire", Command(key));
        if (Excludes)
        {
            Line waiting = await call.NextAsync();
            Assert.Equal("waiting", waiting.Word);
            Assert.Equal(holder.Id.ToString(), waiting["holder"]);
        }

        await holder.AskAsync("dispose", ("name", "it"));
        Line held = await call.UntilAsync("held");
        Assert.Equal(Excludes ? "Released" : "None", held["outcome"]);
        Assert.Equal(Excludes ? "busy" : "held", (await holder.AskAsync("try", Command(key))).Word);
    }

    [Fact]
    public async Task A_stopped_holder_keeps_it_until_it_goes_on()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Needs signals to stop a process.");
        string key = NewKey();
        Child child = await StartHolderAsync(key);
        child.Stop();
        Waiter waiter = StartWaiter(key);
        if (Excludes)
        {
            await waiter.UntilWaitingAsync();
            Assert.False(waiter.Handle.IsCompleted);
        }

        child.Continue();
        await child.AskAsync("release", ("name", "it"));
        (await waiter.UntilHeldAsync()).Dispose();
    }

    [Fact]
    public async Task A_holder_whose_thread_pool_is_blocked_is_still_a_holder()
    {
        // Builds block their pools. What a holder must do to stay one, it must not do there.
        string key = NewKey();
        Child child = await StartHolderAsync(key);
        await child.AskAsync("block-pool");

        Assert.Equal(!Excludes, IsFree(key));
        if (Excludes)
        {
            LockTimeoutException e = Assert.Throws<LockTimeoutException>(() => ProcessLock.Acquire(key, Options(TimeSpan.Zero)));
            Assert.Equal(child.Id, e.Holder?.ProcessId);
        }

        await child.AskAsync("release", ("name", "it"));
        Assert.True(IsFree(key));
    }

    [Fact]
    public async Task One_thread_releases_what_another_took()
    {
        string key = NewKey();
        var taken = new TaskCompletionSource<LockHandle>();
        new Thread(() => taken.SetResult(ProcessLock.Acquire(key, Options()))).Start();
        LockHandle handle = await taken.Task.Within("a thread to take the lock");

        var released = new TaskCompletionSource();
        new Thread(() =>
        {
            handle.Release();
            released.SetResult();
        }).Start();
        await released.Task.Within("another thread to release it");

        Assert.False(handle.IsHeld);
        Assert.True(IsFree(key));
    }

    [Fact]
    public async Task Await_using_releases_at_the_end_of_the_block()
    {
        string key = NewKey();
        await using (LockHandle handle = await ProcessLock.AcquireAsync(key, Options()))
        {
            await Task.Yield();
            Assert.True(handle.IsHeld);
            Assert.Equal(!Excludes, IsFree(key));
        }

        Assert.True(IsFree(key));
    }

    [Fact]
    public void A_handle_says_what_it_is()
    {
        string key = NewKey();
        using LockHandle handle = ProcessLock.Acquire(key, Options());

        Assert.Equal(key, handle.Key.Text);
        Assert.Equal(Engine, handle.Engine);
        Assert.Equal(Environment.ProcessId, handle.Holder.ProcessId);
        Assert.Equal(PreviousOutcome.None, handle.PreviousOutcome);
        Assert.Null(handle.PreviousHolder);
        Assert.Null(handle.Loss);
        Assert.False(handle.Lost.IsCancellationRequested);
        Assert.True(handle.FencingToken > 0);
    }
}
