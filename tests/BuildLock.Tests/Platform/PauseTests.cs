using System;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;
using BuildLock.Platform;
using Xunit;

namespace BuildLock.Tests.Platform;

/// <summary>"For ever" here means longer than a test may run.</summary>
public sealed class PauseTests
{
    private static readonly TimeSpan ForEver = TimeSpan.FromMinutes(30);

    [Fact]
    public async Task Ends_by_time()
    {
        var watch = Stopwatch.StartNew();

        await Run(TimeSpan.FromMilliseconds(50), CancellationToken.None);

        Assert.InRange(watch.Elapsed, TimeSpan.FromMilliseconds(45), TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task Is_never_empty_or_it_would_spin()
    {
        var watch = Stopwatch.StartNew();

        for (int i = 0; i < 20; i++)
        {
            await Run(TimeSpan.Zero, CancellationToken.None);
        }

        Assert.True(watch.Elapsed >= TimeSpan.FromMilliseconds(10), $"20 pauses took {watch.Elapsed}");
    }

    [Fact]
    public async Task A_cancellation_cuts_it_short()
    {
        using var stop = new CancellationTokenSource();
        Task pause = Run(ForEver, stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pause.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_longest_time_there_is_fits()
    {
        using var stop = new CancellationTokenSource();
        Task pause = Run(TimeSpan.MaxValue, stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pause.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));
    }

    private static Task Run(TimeSpan span, CancellationToken cancellationToken)
        => Task.Factory.StartNew(() => Pause.For(span, cancellationToken), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
