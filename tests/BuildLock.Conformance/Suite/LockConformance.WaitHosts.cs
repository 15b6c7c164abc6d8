using System;
using System.Threading;
using System.Threading.Tasks;
using BuildLock.Conformance.Children;
using Xunit;

namespace BuildLock.Conformance;

/// <summary>A host that has given the waiting thread's place away, as MSBuild does, may let it wait for long: nobody may have to wait for
/// that.</summary>
public abstract partial class LockConformance
{
    [Fact]
    public async Task While_the_host_keeps_a_waiter_from_going_on_others_get_the_lock()
    {
        if (!Excludes)
        {
            return; // nobody waits
        }

        string key = NewKey();
        Child holder = await StartHolderAsync(key);
        Child other = await StartChildAsync();
        using var host = new SlowHost();
        LockOptions options = Options();
        options.WaitHost = host;
        Waiter waiter = StartWaiter(key, options);
        await host.Suspended.Within("the waiter to give its place away");
        await holder.AskAsync("release", ("name", "it"));
        await host.Resuming.Within("the waiter to find the lock free");

        // Neither lock nor gate is the waiter's now; a wait would show that as well as one attempt.
        for (int turn = 0; turn < 3; turn++)
        {
            Assert.Equal("held", (await other.AskAsync("try", Command(key))).Word);
            await other.AskAsync("release", ("name", "it"));
            await holder.Call("acquire", Command(key)).UntilAsync("held");
            await holder.AskAsync("release", ("name", "it"));
        }

        // It was taken meanwhile, and so the waiter gives its place away once more.
        Assert.Equal("held", (await other.AskAsync("try", Command(key))).Word);
        host.LetGoOn();
        await host.SuspendedAgain.Within("the waiter to give its place away again");
        Assert.False(waiter.Handle.IsCompleted);
        await other.AskAsync("release", ("name", "it"));
        (await waiter.UntilHeldAsync()).Dispose();
        Assert.Equal(host.Suspends, host.Resumes);
    }

    [Fact]
    public async Task A_waiter_that_gave_its_place_away_keeps_its_deadline()
    {
        if (!Excludes)
        {
            return; // nobody waits
        }

        string key = NewKey();
        using LockHandle held = ProcessLock.Acquire(key, Options());
        using var host = new SlowHost();
        host.LetGoOn();
        LockOptions options = Options(TimeSpan.FromMilliseconds(1300));
        options.WaitHost = host;
        Waiter waiter = StartWaiter(key, options);
        LockTimeoutException e = await Assert.ThrowsAsync<LockTimeoutException>(waiter.UntilHeldAsync);
        Assert.Equal(Environment.ProcessId, e.Holder?.ProcessId);
        Assert.Equal(host.Suspends, host.Resumes);
    }

    private sealed class SlowHost : ILockWaitHost, IDisposable
    {
        private readonly ManualResetEventSlim _mayGoOn = new();
        private readonly TaskCompletionSource _suspended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _suspendedAgain = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _resuming = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Suspended => _suspended.Task;

        public Task SuspendedAgain => _suspendedAgain.Task;

        public Task Resuming => _resuming.Task;

        public int Suspends { get; private set; }

        public int Resumes { get; private set; }

        public void LetGoOn() => _mayGoOn.Set();

        public void Suspend()
        {
            Suspends++;
            _suspended.TrySetResult();
            _ = Suspends > 1 && _suspendedAgain.TrySetResult();
        }

        public void Resume()
        {
            Resumes++;
            _resuming.TrySetResult();
            _mayGoOn.Wait(Deadline.Patience);
        }

        public void Dispose() => _mayGoOn.Dispose();
    }
}
