using System;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;
using BuildLock.Conformance.Children;
using Xunit;

namespace BuildLock.Conformance;

/// <summary>Cancelling ends a wait at once and leaves nothing.</summary>
public abstract partial class LockConformance
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Cancelling_ends_a_wait_at_once(bool asynchronously)
    {
        string key = NewKey();
        Child child = await StartHolderAsync(key);
        using var cancellation = new CancellationTokenSource();
        Waiter waiter = StartWaiter(key, asynchronously: asynchronously, cancellationToken: cancellation.Token);
        if (!Excludes)
        {
            (await waiter.UntilHeldAsync()).Dispose();
            return;
        }

        await waiter.UntilWaitingAsync();
        long start = Stopwatch.GetTimestamp();
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(waiter.UntilHeldAsync);
        TimeSpan took = Stopwatch.GetElapsedTime(start, waiter.EndedAt);
        Note($"{Engine}: cancelled after {took.TotalMilliseconds:0.0} ms");
        Assert.True(took < TimeSpan.FromSeconds(1), $"Cancelling took {took}.");

        // Nothing is left of it: the lock does not go to somebody who is no longer there.
        await child.AskAsync("release", ("name", "it"));
        Assert.Equal("held", (await child.AskAsync("try", Command(key))).Word);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Who_is_cancelled_before_the_start_takes_nothing(bool asynchronously)
    {
        string key = NewKey();
        using var cancellation = new CancellationTokenSource();
        await cancellation.CancelAsync();

        Waiter waiter = StartWaiter(key, asynchronously: asynchronously, cancellationToken: cancellation.Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(waiter.UntilHeldAsync);
        Assert.True(IsFree(key));
    }

    [Fact]
    public async Task A_cancelled_waiter_leaves_its_place_to_the_next()
    {
        string key = NewKey();
        if (!Excludes)
        {
            return;
        }

        LockHandle handle = ProcessLock.Acquire(key, Options());
        using var cancellation = new CancellationTokenSource();
        Waiter first = StartWaiter(key, cancellationToken: cancellation.Token);
        await first.UntilWaitingAsync();
        Waiter second = StartWaiter(key);
        Assert.Equal(2, (await second.UntilWaitingAsync()).Position);

        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(first.UntilHeldAsync);
        handle.Dispose();

        (await second.UntilHeldAsync()).Dispose();
    }
}
