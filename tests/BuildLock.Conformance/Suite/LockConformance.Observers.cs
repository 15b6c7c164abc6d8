using System;
using System.Threading.Tasks;
using BuildLock.Conformance.Children;
using Xunit;

namespace BuildLock.Conformance;

/// <summary>An observer hears and never decides: one that throws must leave nothing locked and nobody dead.</summary>
public abstract partial class LockConformance
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_observer_that_throws_at_the_hold_leaves_nothing_locked(bool asynchronously)
    {
        string key = NewKey();
        LockOptions options = Options();
        options.Observer = new Thrower(typeof(LockAcquired));

        await Assert.ThrowsAsync<InvalidOperationException>(async () =>
        {
            if (asynchronously)
            {
                await ProcessLock.AcquireAsync(key, options);
            }
            else
            {
                ProcessLock.Acquire(key, options);
            }
        });
        Assert.Throws<InvalidOperationException>(() => ProcessLock.TryAcquire(key, options));

        Assert.True(IsFree(key));
    }

    [Fact]
    public async Task An_observer_that_throws_while_waiting_ends_the_wait()
    {
        string key = NewKey();
        if (!Excludes)
        {
            return;
        }

        Child holder = await StartHolderAsync(key);
        Child child = await StartChildAsync();
        Call call = child.Call("acquire", [.. Command(key), ("throw-on", nameof(LockWaiting))]);
        Assert.Equal("waiting", (await call.NextAsync()).Word);
        Assert.Equal("InvalidOperationException", (await call.NextAsync())["type"]);

        await holder.AskAsync("release", ("name", "it"));
        Assert.True(IsFree(key));
    }

    [Fact]
    public async Task An_observer_that_throws_at_the_loss_does_not_end_the_process()
    {
        string key = NewKey();
        LockOptions options = Limited(seconds: 0.2);
        Child child = await StartChildAsync();
        await child.Call("acquire", [.. Command(key, options), ("throw-on", nameof(LockLost))]).UntilAsync("held");

        Assert.Equal("lost", (await child.AskAsync("wait-lost", ("name", "it"))).Word);
        using LockHandle handle = ProcessLock.Acquire(key, Options());

        // Another hold's loss after it shows that the process still lives and hears.
        await child.Call("acquire", Command(NewKey(), options, name: "other")).UntilAsync("held");
        Assert.Equal("lost", (await child.AskAsync("wait-lost", ("name", "other"))).Word);
        Assert.Equal("state", (await child.AskAsync("state", ("name", "it"))).Word);
    }

    [Fact]
    public async Task A_callback_of_the_loss_that_throws_does_not_end_the_process()
    {
        string key = NewKey();
        Child child = await StartHolderAsync(key, Limited(seconds: 1));
        await child.AskAsync("throw-when-lost", ("name", "it"));
        Assert.Equal("lost", (await child.AskAsync("wait-lost", ("name", "it"))).Word);

        await child.Call("acquire", Command(NewKey(), Limited(seconds: 0.2), name: "other")).UntilAsync("held");
        Assert.Equal("lost", (await child.AskAsync("wait-lost", ("name", "other"))).Word);
    }

    private sealed class Thrower(Type when) : ILockObserver
    {
        public void Report(LockEvent lockEvent)
        {
            if (lockEvent.GetType() == when)
            {
                throw new InvalidOperationException("An observer that throws, as the test asked for.");
            }
        }
    }
}
