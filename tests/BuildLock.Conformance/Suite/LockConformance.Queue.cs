using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Threading.Tasks;
using BuildLock.Conformance.Children;
using Xunit;

namespace BuildLock.Conformance;

/// <summary>Who came first gets it first, and who is in the queue and does not go on stops nobody behind it for long.</summary>
public abstract partial class LockConformance
{
    [Fact]
    public async Task Waiters_get_it_in_the_order_in_which_they_came()
    {
        if (!Excludes)
        {
            return; // nobody waits
        }

        string key = NewKey();
        Child holder = await StartHolderAsync(key);
        List<(Child Child, Call Call)> queue = await QueueUpAsync(key, count: 4);

        await PassOnAsync(holder, queue);
    }

    /// <summary>In which order, is open: who lost the one before it comes back when it is just released.</summary>
    [Fact]
    public async Task Who_is_killed_in_the_queue_takes_nobody_along()
    {
        if (!Excludes)
        {
            return; // nobody waits
        }

        string key = NewKey();
        Child holder = await StartHolderAsync(key);
        List<(Child Child, Call Call)> queue = await QueueUpAsync(key, count: 4);
        queue[1].Child.Kill();
        await queue[1].Child.WaitForExitAsync();
        queue.RemoveAt(1);

        long start = Stopwatch.GetTimestamp();
        await holder.AskAsync("release", ("name", "it"));
        await Task.WhenAll(queue.ConvertAll(async one =>
        {
            await one.Call.UntilAsync("held");
            await one.Child.AskAsync("release", ("name", "it"));
        }));
        Note($"{Engine}: three waiters, of whom one has lost the one before it: {Stopwatch.GetElapsedTime(start).TotalMilliseconds:0} ms for all");
    }

    /// <summary>The signal to the next one is lost in it: those behind look for themselves, each second.</summary>
    [Fact]
    public async Task Who_is_stopped_in_the_queue_does_not_stop_those_behind()
    {
        if (!Excludes)
        {
            return; // nobody waits
        }

        Assert.SkipUnless(OperatingSystem.IsLinux(), "Needs signals to stop a process.");
        string key = NewKey();
        Child holder = await StartHolderAsync(key);
        List<(Child Child, Call Call)> queue = await QueueUpAsync(key, count: 2);
        queue[0].Child.Stop();

        long start = Stopwatch.GetTimestamp();
        await holder.AskAsync("release", ("name", "it"));
        await queue[1].Call.UntilAsync("held");
        TimeSpan took = Stopwatch.GetElapsedTime(start);
        Note($"{Engine}: past a waiter that is stopped: {took.TotalMilliseconds:0} ms");
        Assert.True(took < TimeSpan.FromSeconds(5), $"It took {took}.");

        queue[0].Child.Continue();
        await queue[1].Child.AskAsync("release", ("name", "it"));
        await queue[0].Call.UntilAsync("held");
    }

    /// <summary>It would be faster than anybody who has to wake up first.</summary>
    [Fact]
    public async Task Who_releases_does_not_take_it_again_before_those_who_waited()
    {
        if (!Excludes)
        {
            return; // nobody waits
        }

        string key = NewKey();
        Child holder = await StartHolderAsync(key);
        List<(Child Child, Call Call)> queue = await QueueUpAsync(key, count: 2);

        Call again = holder.Call("again", Command(key));
        Assert.Equal("waiting", (await again.NextAsync()).Word);
        await PassOnAsync(holder, queue, isReleased: true);
        Assert.Equal(queue[1].Child.Id.ToString(), (await again.UntilAsync("held"))["previous"]);
    }

    /// <summary>The one it queued behind was its parent, for which it must not wait; but that one has let go.</summary>
    [Fact]
    public async Task Who_comes_back_is_not_refused_on_account_of_a_former_holder()
    {
        string key = NewKey();
        Child child = await StartHolderAsync(key);
        for (int turn = 0; turn < 20; turn++)
        {
            Waiter waiter = StartWaiter(key);
            await child.AskAsync("release", ("name", "it"));
            (await waiter.UntilHeldAsync()).Dispose();
            await child.Call("acquire", Command(key)).UntilAsync("held");
        }
    }

    /// <summary>With port-quorum it has to come soon: somewhat later nobody is asked, and nobody else knows.</summary>
    [Fact]
    public async Task Who_comes_back_hears_who_has_had_it_meanwhile()
    {
        if (!Excludes)
        {
            return; // nobody waits
        }

        string key = NewKey();
        string? previous = null;
        Child child = await StartHolderAsync(key);
        for (int turn = 0; turn < 5 && previous is null; turn++)
        {
            Waiter waiter = StartWaiter(key);
            await waiter.UntilWaitingAsync();
            await child.AskAsync("release", ("name", "it"));
            (await waiter.UntilHeldAsync()).Dispose();
            Line held = await child.Call("acquire", Command(key)).UntilAsync("held");
            previous = held.Has("previous") ? held["previous"] : null;
        }

        Assert.Equal(Environment.ProcessId.ToString(CultureInfo.InvariantCulture), previous);
    }

    private async Task<List<(Child Child, Call Call)>> QueueUpAsync(string key, int count)
    {
        var queue = new List<(Child, Call)>();
        for (int place = 1; place <= count; place++)
        {
            Child child = await StartChildAsync();
            Call call = child.Call("acquire", Command(key));
            Line waiting = await call.NextAsync();
            Assert.Equal("waiting", waiting.Word);
            if (waiting.Has("place"))
            {
                Assert.InRange(int.Parse(waiting["place"]), 1, place); // less where the end of the queue was too busy to answer
            }

            queue.Add((child, call));
        }

        return queue;
    }

    // Each names the one before it as the previous holder: that is the order.
    private async Task PassOnAsync(Child holder, List<(Child Child, Call Call)> queue, bool isReleased = false)
    {
        if (!isReleased)
        {
            await holder.AskAsync("release", ("name", "it"));
        }

        foreach ((Child child, Call call) in queue)
        {
            Assert.Equal(holder.Id.ToString(), (await call.UntilAsync("held"))["previous"]);
            await child.AskAsync("release", ("name", "it"));
            holder = child;
        }
    }
}
