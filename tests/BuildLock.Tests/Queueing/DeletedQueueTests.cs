using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using BuildLock.Conformance.Children;
using Xunit;

namespace BuildLock.Tests.Queueing;

/// <summary>The queue's files can be taken away at any time: that costs the order, and never exclusion.</summary>
public sealed class DeletedQueueTests : QueueTest
{
    private const int Rounds = 80;
    private const int Processes = 4;

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task No_addition_is_lost_while_the_files_are_deleted_again_and_again(string engine)
    {
        Child[] children = await Task.WhenAll(Enumerable.Range(0, Processes).Select(_ => StartAsync()));
        string folder = QueueFolderOf(engine);
        using var stop = new CancellationTokenSource();
        int deleted = 0;
        var deleter = new Thread(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                deleted += Delete(folder) ? 1 : 0;
                stop.Token.WaitHandle.WaitOne(3); // long enough for some to have joined
            }
        });
        deleter.Start();
        try
        {
            await Task.WhenAll(children.Select(child => child
                .Call("increment", [.. Words(engine), ("file", Scratch), ("rounds", Rounds.ToString())])
                .UntilAsync("done", TimeSpan.FromMinutes(2))));
        }
        finally
        {
            await stop.CancelAsync();
            deleter.Join();
        }

        Assert.Equal(Processes * Rounds, BitConverter.ToInt64(await File.ReadAllBytesAsync(Scratch, TestContext.Current.CancellationToken)));
        TestContext.Current.TestOutputHelper?.WriteLine($"{engine}: deleted {deleted} times");
        Assert.True(deleted > 3, "The files were hardly there to be deleted, so nothing is shown.");
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Those_who_waited_and_newcomers_get_it_after_the_files_were_deleted(string engine)
    {
        Child holder = await StartHolderAsync(engine);
        Waiter[] waiters = [StartWaiter(engine), StartWaiter(engine)];
        await Task.WhenAll(waiters.Select(waiter => waiter.UntilWaitingAsync()));
        Assert.True(Delete(QueueFolderOf(engine)), "There is a queue.");
        Child newcomer = await StartAsync();
        Assert.Equal("busy", (await newcomer.AskAsync("try", Words(engine))).Word);
        Call waits = newcomer.Call("acquire", Words(engine));
        Assert.Equal("waiting", (await waits.NextAsync()).Word);

        long start = Stopwatch.GetTimestamp();
        await holder.AskAsync("release", ("name", "it"));
        await Task.WhenAll(waiters.Select(async waiter => (await waiter.UntilHeldAsync()).Dispose()).Append(PassAsync()));
        TimeSpan took = Stopwatch.GetElapsedTime(start);
        Assert.True(took < TimeSpan.FromSeconds(10), $"It took {took} for three.");

        async Task PassAsync()
        {
            await waits.UntilAsync("held");
            await newcomer.AskAsync("release", ("name", "it"));
        }
    }

    private static bool Delete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
            return true;
        }
        catch (IOException)
        {
            return false; // not there, or something was added meanwhile
        }
    }
}
