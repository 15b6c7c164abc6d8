using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Diagnostics;
using System.Threading;
using BuildLock.Platform;
using Xunit;

namespace BuildLock.Tests.Waiting;

public sealed class KeeperTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public void Runs_in_the_order_of_their_time_and_not_of_their_coming()
    {
        var order = new ConcurrentQueue<int>();
        using var done = new CountdownEvent(3);

        foreach (int delay in new[] { 120, 40, 80 })
        {
            Keeper.Schedule(TimeSpan.FromMilliseconds(delay), () =>
            {
                order.Enqueue(delay);
                done.Signal();
            });
        }

        Assert.True(done.Wait(Patience, TestContext.Current.CancellationToken));
        Assert.Equal([40, 80, 120], order);
    }

    [Fact]
    public void Runs_not_before_its_time()
    {
        using var done = new ManualResetEventSlim();
        var watch = Stopwatch.StartNew();

        Keeper.Schedule(TimeSpan.FromMilliseconds(100), done.Set);

        Assert.True(done.Wait(Patience, TestContext.Current.CancellationToken));
        Assert.True(watch.Elapsed >= TimeSpan.FromMilliseconds(99), $"ran after {watch.Elapsed}");
    }

    [Fact]
    public void A_cancelled_one_does_not_run()
    {
        bool ran = false;
        using var later = new ManualResetEventSlim();

        IDisposable cancelled = Keeper.Schedule(TimeSpan.FromMilliseconds(30), () => ran = true);
        cancelled.Dispose();
        cancelled.Dispose();
        Keeper.Schedule(TimeSpan.FromMilliseconds(60), later.Set);

        Assert.True(later.Wait(Patience, TestContext.Current.CancellationToken));
        Assert.False(ran);
    }

    [Fact]
    public void An_earlier_one_does_not_wait_for_a_later_one()
    {
        using var done = new ManualResetEventSlim();
        using IDisposable late = Keeper.Schedule(TimeSpan.FromMinutes(10), () => { });

        Keeper.Schedule(TimeSpan.Zero, done.Set);

        Assert.True(done.Wait(Patience, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void One_thread_runs_them_all_and_keeps_no_process_alive()
    {
        var threads = new ConcurrentQueue<Thread>();
        using var done = new CountdownEvent(5);

        for (int i = 0; i < 5; i++)
        {
            Keeper.Schedule(TimeSpan.FromMilliseconds(i), () =>
            {
                threads.Enqueue(Thread.CurrentThread);
                done.Signal();
            });
        }

        Assert.True(done.Wait(Patience, TestContext.Current.CancellationToken));
        Thread keeper = Assert.Single(new HashSet<Thread>(threads));
        Assert.True(keeper.IsBackground);
        Assert.False(keeper.IsThreadPoolThread);
    }

    [Fact]
    public void One_may_schedule_the_next_and_cancel_itself()
    {
        using var done = new ManualResetEventSlim();
        IDisposable? first = null;

        first = Keeper.Schedule(TimeSpan.FromMilliseconds(20), () =>
        {
            first?.Dispose();
            Keeper.Schedule(TimeSpan.FromMilliseconds(1), done.Set);
        });

        Assert.True(done.Wait(Patience, TestContext.Current.CancellationToken));
    }
}
