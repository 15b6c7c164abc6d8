using System;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;
using BuildLock.Conformance.Children;
using Xunit;

namespace BuildLock.Conformance;

/// <summary>Waits end when they should: in the first second, in which the waiter's own thread is in the kernel, and later, when another one
/// is there for it.</summary>
/// <remarks>A busy machine makes everything late, so each wait is compared with a plain timer that runs beside it, and the best of some
/// attempts counts.</remarks>
public abstract partial class LockConformance
{
    private const int Attempts = 8;

    private static readonly TimeSpan OnTime = TimeSpan.FromMilliseconds(50);

    /// <summary>The first in line stands before the gate, the others before the turnstile.</summary>
    [Theory]
    [InlineData(30, true)]
    [InlineData(150, true)]
    [InlineData(150, false)]
    [InlineData(700, true)]
    [InlineData(1300, true)]
    [InlineData(1300, false)]
    [InlineData(2100, true)]
    public async Task A_deadline_is_kept_as_a_timer_keeps_its_own(int milliseconds, bool isFirst)
    {
        if (!Excludes)
        {
            return; // nobody waits
        }

        string key = NewKey();
        using LockHandle held = ProcessLock.Acquire(key, Options());
        await StandBeforeAsync(key, isFirst);
        var length = TimeSpan.FromMilliseconds(milliseconds);
        await AssertSomeAreOnTimeAsync(async () =>
        {
            long start = Stopwatch.GetTimestamp();
            Task<TimeSpan> timer = Timer(length);
            Waiter waiter = StartWaiter(key, Options(length));
            await Assert.ThrowsAsync<LockTimeoutException>(waiter.UntilHeldAsync);
            TimeSpan took = Stopwatch.GetElapsedTime(start, waiter.EndedAt);
            Assert.True(took >= length, $"It ended {length - took} before its deadline.");
            return took - Longer(length, await timer);
        });
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    [InlineData(true, false)]
    public async Task Cancelling_ends_a_wait_within_milliseconds(bool isSettled, bool isFirst)
    {
        if (!Excludes)
        {
            return; // nobody waits
        }

        string key = NewKey();
        using LockHandle held = ProcessLock.Acquire(key, Options());
        await StandBeforeAsync(key, isFirst);
        await AssertSomeAreOnTimeAsync(async () =>
        {
            using var cancellation = new CancellationTokenSource();
            Waiter waiter = StartWaiter(key, cancellationToken: cancellation.Token);
            await (isSettled ? waiter.UntilWaitingAsync() : (Task)Timer(TimeSpan.FromMilliseconds(100)));
            Task<TimeSpan> timer = Timer(TimeSpan.FromMilliseconds(1));
            long start = Stopwatch.GetTimestamp();
            await cancellation.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(waiter.UntilHeldAsync);
            return Stopwatch.GetElapsedTime(start, waiter.EndedAt) - await timer;
        });
    }

    private async Task StandBeforeAsync(string key, bool isFirst)
    {
        if (!isFirst)
        {
            await StartWaiter(key).UntilWaitingAsync();
        }
    }

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static Task<TimeSpan> Timer(TimeSpan length)
        => Task.Factory.StartNew(
            () =>
            {
                long start = Stopwatch.GetTimestamp();
                using var never = new ManualResetEventSlim();
                never.Wait(length);
                return Stopwatch.GetElapsedTime(start);
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);

    private async Task AssertSomeAreOnTimeAsync(Func<Task<TimeSpan>> lateness)
    {
        TimeSpan best = TimeSpan.MaxValue;
        for (int attempt = 0; attempt < Attempts && best > OnTime; attempt++)
        {
            TimeSpan late = await lateness();
            best = late < best ? late : best;
        }

        Note($"{Engine}: {best.TotalMilliseconds:0.0} ms later than a timer");
        Assert.True(best <= OnTime, $"The best of {Attempts} waits was {best} later than a timer.");
    }
}
