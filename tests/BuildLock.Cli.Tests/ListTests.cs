using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Xunit;

namespace BuildLock.Cli.Tests;

public sealed class ListTests : CliTest
{
    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Ls_shows_what_is_held_and_who_waits(string engine)
    {
        await using Holder held = await HoldAsync(engine);
        await using CliProcess waiter = Run(On(engine), "true");
        await waiter.SaysAsync("BL1001", Deadline);

        string line = Assert.Single((await LsAsync()).Output.Split('\n'), line => line.StartsWith(Key, StringComparison.Ordinal));
        Assert.Contains($"  {engine} ", line, StringComparison.Ordinal);
        Assert.Contains($"pid {held.Process.Id}", line, StringComparison.Ordinal);
        Assert.Contains($"1: pid {waiter.Id}", line, StringComparison.Ordinal);

        await held.ReleaseAsync(Deadline);
        Assert.Equal(0, (await waiter.ResultAsync(Deadline)).Code);
        Assert.DoesNotContain(Key, (await LsAsync("--json")).Output, StringComparison.Ordinal);
        Assert.Equal(engine != "port-quorum", (await LsAsync("--json", "--all")).Output.Contains(Key, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Ls_shows_locks_of_folders()
    {
        string folder = Directory.CreateDirectory(Path.Combine(Folder, "out")).FullName;
        await using CliProcess run = CliProcess.Start(["run", "--folder", folder, "--", .. AtGate()]);
        await InsideAsync(run);

        using var json = JsonDocument.Parse((await LsAsync("--json", "--folder", folder)).Output);
        JsonElement sight = Assert.Single(json.RootElement.EnumerateArray(), sight => sight.GetProperty("key").GetString() == folder);
        Assert.Equal(("lockdir", "held"), (sight.GetProperty("engine").GetString(), sight.GetProperty("state").GetString()));
        Assert.Equal(0, (await CliProcess.RunAsync(Deadline, "who", "--folder", folder)).Code);
    }

    [Fact]
    public async Task What_is_shown_cannot_steer_the_terminal()
    {
        await using CliProcess run = CliProcess.Start(["run", Key + "\e[31m\n", "--description", "a\eb", "--", .. AtGate()]);
        await InsideAsync(run);

        CliResult result = await LsAsync();
        Assert.Contains(Key[..30], result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', result.Output);
    }

    [Fact]
    public async Task A_lock_directory_that_is_gone_is_64()
    {
        CliResult result = await CliProcess.RunAsync(Deadline, "ls", "--lock-directory", Path.Combine(Folder, "gone"));
        Assert.Equal(64, result.Code);
        Assert.StartsWith("BL3007: --lock-directory ", result.Errors, StringComparison.Ordinal);
        Assert.Equal(64, (await LsAsync("--watch", "--json")).Code);
        Assert.Equal(64, (await LsAsync("--folder", Path.Combine(Folder, "gone"))).Code);
    }

    /// <summary>The half of a second that a silent port costs must not come once for each lock.</summary>
    [Theory]
    [InlineData("port-quorum")]
    [InlineData("lockdir")]
    public async Task A_thousand_locks_are_listed_at_once(string engine)
    {
        List<LockHandle> held = [];
        try
        {
            for (int i = 0; i < 1000; i++)
            {
                held.Add(ProcessLock.Acquire($"{Key} {i}", new LockOptions { Engine = engine, LockDirectory = LocksOf(engine) }, Deadline));
            }

            var watch = Stopwatch.StartNew();
            using var json = JsonDocument.Parse((await LsAsync("--json")).Output);
            TimeSpan took = watch.Elapsed;

            Assert.Equal(1000, json.RootElement.EnumerateArray().Count(sight => sight.GetProperty("key").GetString()!.StartsWith(Key, StringComparison.Ordinal) && sight.GetProperty("state").GetString() == "held"));
            Assert.True(took < TimeSpan.FromSeconds(5), $"It took {took}."); // measured 0.3 to 0.5 s; the rest is for busy machines
            TestContext.Current.TestOutputHelper!.WriteLine($"{engine}: {took.TotalMilliseconds:0} ms");
        }
        finally
        {
            held.ForEach(one => one.Release());
        }
    }

    [Fact]
    public async Task Watch_goes_on_until_it_is_interrupted()
    {
        await using Holder held = await HoldAsync();
        await using CliProcess watch = CliProcess.Start("ls", "--watch");
        await watch.ShowsAsync(tables => tables.Split(Key[..30]).Length > 2, Deadline);
        watch.Signal("INT");
        CliResult result = await watch.ResultAsync(Deadline);

        Assert.Equal(0, result.Code);
        Assert.True(result.Output.Split(Key[..30]).Length > 2, result.Output);
        Assert.DoesNotContain('\e', result.Output);
    }

    [Fact]
    public async Task Watch_ends_with_its_reader()
    {
        string command = string.Join(' ', CliProcess.Command.Select(word => $"'{word}'"));
        await using CliProcess watch = CliProcess.StartCommand([], "bash", "-c", $"{command} ls --watch | head -n 1; exit ${{PIPESTATUS[0]}}");
        Assert.Equal(0, (await watch.ResultAsync(Deadline)).Code);
    }

    private Task<CliResult> LsAsync(params string[] more)
        => CliProcess.RunAsync(Deadline, ["ls", .. Directory.Exists(Locks) ? new[] { "--lock-directory", Locks } : [], .. more]);
}
