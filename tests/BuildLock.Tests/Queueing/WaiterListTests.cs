using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using BuildLock.Conformance.Children;
using BuildLock.Engines.Inspection;
using Xunit;

namespace BuildLock.Tests.Queueing;

/// <summary>Who waits, and at which place, as waiters are told and as those see it who look.</summary>
public sealed class WaiterListTests : QueueTest
{
    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Processes_are_listed_in_their_order_and_the_killed_are_not(string engine)
    {
        Child holder = await StartHolderAsync(engine);
        List<Child> queue = [];
        for (int place = 1; place <= 3; place++)
        {
            Child child = await StartAsync();
            queue.Add(child);
            Line waiting = await child.Call("acquire", Words(engine)).NextAsync();
            Assert.Equal(("waiting", place.ToString(CultureInfo.InvariantCulture), holder.Id.ToString(CultureInfo.InvariantCulture)), (waiting.Word, waiting["place"], waiting["holder"]));
        }

        await AssertListedAsync(engine, queue.ConvertAll(child => child.Id));

        queue[1].Kill();
        await queue[1].WaitForExitAsync();
        queue.RemoveAt(1);
        await AssertListedAsync(engine, queue.ConvertAll(child => child.Id));

        queue[0].Kill();
        await queue[0].WaitForExitAsync();
        queue.RemoveAt(0);
        await AssertListedAsync(engine, queue.ConvertAll(child => child.Id));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Threads_of_one_process_have_a_place_each(string engine)
    {
        await StartHolderAsync(engine);
        using var cancellation = new CancellationTokenSource();
        Waiter first = StartCancellableWaiter(engine, cancellation.Token);
        Assert.Equal(1, (await first.UntilWaitingAsync()).Position);
        Child between = await StartAsync();
        Assert.Equal("2", (await between.Call("acquire", Words(engine)).NextAsync())["place"]);
        Waiter third = StartWaiter(engine);
        Assert.Equal(3, (await third.UntilWaitingAsync()).Position);
        await AssertListedAsync(engine, [Environment.ProcessId, between.Id, Environment.ProcessId]);

        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(first.UntilHeldAsync);
        await AssertListedAsync(engine, [between.Id, Environment.ProcessId]);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Nobody_is_listed_once_all_have_had_it(string engine)
    {
        Child holder = await StartHolderAsync(engine);
        Waiter[] waiters = [StartWaiter(engine), StartWaiter(engine)];
        await Task.WhenAll(waiters.Select(waiter => waiter.UntilWaitingAsync()));
        await holder.AskAsync("release", ("name", "it"));
        await Task.WhenAll(waiters.Select(async waiter => (await waiter.UntilHeldAsync()).Dispose()));

        using LockHandle held = ProcessLock.Acquire(Key, Options(engine), TestContext.Current.CancellationToken);
        await AssertListedAsync(engine, []);
    }

    // A waiter is on its way between the list's two sources for a moment: when its second is over, and when the one before it is gone.
    private async Task AssertListedAsync(string engine, List<int> processes)
    {
        List<int> seen = [];
        async Task Look()
        {
            while (true)
            {
                LockSight sight = Request(engine).Engine.Inspector.Find(Request(engine));
                seen = sight.Waiters.Select(waiter => waiter.Process.Id).ToList();
                if (seen.SequenceEqual(processes) && sight.WaiterCount == processes.Count)
                {
                    Assert.Equal(Enumerable.Range(1, processes.Count), sight.Waiters.Select(waiter => waiter.Place));
                    return;
                }

                await Task.Delay(20, TestContext.Current.CancellationToken);
            }
        }

        try
        {
            await Look().Within("the list", TimeSpan.FromSeconds(10));
        }
        catch (Xunit.Sdk.XunitException)
        {
            Assert.Equal(processes, seen);
            throw;
        }
    }
}
