using System;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace BuildLock.Cli.Tests;

public sealed class CleanTests : CliTest
{
    [Theory]
    [InlineData("lockdir")]
    [InlineData("lockfile")]
    [InlineData("oslock")]
    public async Task Clean_removes_the_dead_and_the_finished_and_nothing_else(string engine)
    {
        Assert.Equal(0, (await CliProcess.RunAsync(Deadline, ["run", "finished", .. On(engine), "--", "true"])).Code);
        await using (CliProcess dead = CliProcess.Start(["run", "dead", .. On(engine), "--", .. AtGate()]))
        {
            await InsideAsync(dead);
            dead.Signal("KILL");
            await dead.EndsAsync(Deadline);
        }

        await using Holder held = await HoldAsync(engine);
        Assert.Equal(3, Directory.EnumerateFileSystemEntries(Locks).Count());

        CliResult young = await CleanAsync();
        Assert.StartsWith("0 removed; 2 kept", young.Output, StringComparison.Ordinal);
        CliResult clean = await CleanAsync("--older-than", "0");
        Assert.Equal(0, clean.Code);
        Assert.Contains($"Removed 'finished' ({engine}):", clean.Output, StringComparison.Ordinal);
        Assert.Contains($"Removed 'dead' ({engine}), which 'buildlock run dead", clean.Output, StringComparison.Ordinal);
        Assert.Contains("2 removed; 0 kept", clean.Output, StringComparison.Ordinal);

        Assert.Single(Directory.EnumerateFileSystemEntries(Locks));
        Assert.Equal(75, (await RunAsync([.. On(engine), "--timeout", "0"], "true")).Code);
        Assert.Equal(0, (await held.ReleaseAsync(Deadline)).Code);
        Assert.Equal(0, (await CliProcess.RunAsync(Deadline, ["run", "dead", .. On(engine), "--", "true"])).Code);
    }

    /// <summary>Cleaning takes part in the rules: while it goes on nobody is in with somebody else.</summary>
    [Theory]
    [InlineData("lockdir")]
    [InlineData("lockfile")]
    [InlineData("oslock")]
    public async Task Cleaning_under_contention_lets_no_two_in(string engine)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Deadline);
        int inside = 0;
        int most = 0;
        int holds = 0;
        Directory.CreateDirectory(Locks);
        Task[] contenders = Enumerable.Range(0, 3).Select(_ => Task.Factory.StartNew(
            () =>
            {
                var random = new Random();
                while (!stop.IsCancellationRequested)
                {
                    using (ProcessLock.Acquire(Key, new LockOptions { Engine = engine, LockDirectory = LocksOf(engine) }, Deadline))
                    {
                        int now = Interlocked.Increment(ref inside);
                        most = Math.Max(most, now);
                        Interlocked.Increment(ref holds);
                        Thread.Sleep(random.Next(3));
                        Interlocked.Decrement(ref inside);
                    }

                    Thread.Sleep(random.Next(30));
                }
            },
            Deadline,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)).ToArray();
        for (int round = 1; round <= 3; round++)
        {
            // Each cleaning meets contenders that are at work, and leaves them time to meet each other.
            while (Volatile.Read(ref holds) < 10 * round)
            {
                await Task.Delay(5, Deadline);
            }

            Assert.Equal(0, (await CleanAsync("--older-than", "0")).Code);
        }

        await stop.CancelAsync();
        await Task.WhenAll(contenders);
        Assert.Equal(1, most);
    }

    [Theory]
    [InlineData("soon")]
    [InlineData("-1")]
    [InlineData("infinite")]
    public async Task Bad_input(string age)
    {
        CliResult result = await CliProcess.RunAsync(Deadline, "clean", "--older-than", age);
        Assert.Equal(64, result.Code);
        Assert.StartsWith($"BL3007: --older-than '{age}'", result.Errors, StringComparison.Ordinal);
    }

    // In a directory of the test: the machine's is also other people's.
    private Task<CliResult> CleanAsync(params string[] more) => CliProcess.RunAsync(Deadline, ["clean", "--lock-directory", Locks, .. more]);
}
