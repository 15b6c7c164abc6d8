using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace BuildLock.Tests.Waiting;

/// <summary>What the wait loop does beside waiting; the conformance suite tests it against every engine.</summary>
public sealed class WaitLoopTests
{
    [Fact]
    public void Tells_that_nothing_is_locked_and_then_that_it_was_taken()
    {
        var observer = new RecordingObserver();

        using LockHandle handle = ProcessLock.Acquire("loop", new LockOptions { Engine = "none", Observer = observer }, TestContext.Current.CancellationToken);

        Assert.Equal(["BL1004", "BL1003"], observer.Events.Select(e => e.Code));
        Assert.Same(handle, Assert.IsType<LockAcquired>(observer.Events.Last()).Handle);
    }

    [Fact]
    public async Task Makes_no_attempt_when_it_is_cancelled_before()
    {
        var observer = new RecordingObserver();
        var options = new LockOptions { Engine = "none", Observer = observer };
        var cancelled = new CancellationToken(canceled: true);

        Assert.ThrowsAny<OperationCanceledException>(() => ProcessLock.Acquire("loop", options, cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ProcessLock.AcquireAsync("loop", options, cancelled));

        Assert.Empty(observer.Events);
    }

    [Fact]
    public void An_observer_that_throws_leaves_nothing_locked()
    {
        string key = "observer-" + Guid.NewGuid().ToString("N");

        Assert.Throws<NotSupportedException>(() => ProcessLock.TryAcquire(key, new LockOptions { Observer = new Thrower() }));

        using LockHandle? again = ProcessLock.TryAcquire(key);
        Assert.NotNull(again);
    }

    /// <summary>The longest duration that a setting accepts must work, and a failure must not keep the lock.</summary>
    [Fact]
    public void The_longest_MaxHold_that_is_accepted_works()
    {
        string key = "max-hold-" + Guid.NewGuid().ToString("N");
        var options = new LockOptions();
        try
        {
            options.MaxHold = TimeSpan.MaxValue - TimeSpan.FromTicks(1);
        }
        catch (LockSettingException)
        {
            return; // refusing it is as good
        }

        using (LockHandle? handle = ProcessLock.TryAcquire(key, options))
        {
            Assert.NotNull(handle);
        }
    }

    private sealed class Thrower : ILockObserver
    {
        public void Report(LockEvent lockEvent) => throw new NotSupportedException();
    }
}
