using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Xunit;

namespace BuildLock.Cli.Tests;

public sealed class BenchTests : CliTest
{
    // A native program's named Mutex reaches no other process, except on Windows.
    private static readonly string[] Others = CliProcess.Command.Length > 1 || OperatingSystem.IsWindows() ? ["named Mutex", "polled file"] : ["polled file"];

    [Fact]
    public async Task Every_engine_is_measured_beside_what_others_use_and_leaves_nothing()
    {
        (string, string?)[] here = [("BUILDLOCK_LOCK_DIRECTORY", Locks), ("BUILDLOCK_JOURNAL", Path.Combine(Folder, "journal"))];
        var watch = Stopwatch.StartNew();
        await using CliProcess bench = CliProcess.StartWith(here, "bench", "--seconds", "3", "--json");
        CliResult result = await bench.ResultAsync(Deadline);

        Assert.Equal((0, string.Empty), (result.Code, result.Errors));
        JsonElement[] rows = JsonDocument.Parse(result.Output).RootElement.EnumerateArray().ToArray();
        Assert.Equal(["port-quorum", "lockdir", "lockfile", "oslock", .. Others], rows.Select(row => row.GetProperty("lock").GetString()!));
        Assert.All(rows, row =>
        {
            Assert.True(row.GetProperty("pairs").GetInt32() > 0, row.GetRawText());
            Assert.True(row.GetProperty("handOvers").GetInt32() > 0, row.GetRawText());
            Assert.InRange(row.GetProperty("pairMedian").GetDouble(), double.Epsilon, row.GetProperty("pair99").GetDouble());
            Assert.InRange(row.GetProperty("handOverMedian").GetDouble(), double.Epsilon, row.GetProperty("handOver99").GetDouble());
        });
        Assert.Empty(Directory.GetFileSystemEntries(Folder));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30), $"It took {watch.Elapsed}.");
    }

    [Fact]
    public async Task One_engine_is_measured_as_a_table()
    {
        CliResult result = await CliProcess.RunAsync(Deadline, "bench", "--engine", "oslock", "--seconds", "1");
        Assert.Equal(0, result.Code);
        string[] lines = result.Output.Split('\n');
        Assert.Equal(["LOCK", "oslock", .. Others.Select(name => name.Split(' ')[0]), "Medians,"], lines.SkipLast(1).Select(line => line.Split(' ')[0]));
    }

    [Fact]
    public async Task An_engine_that_cannot_lock_here_is_told_and_the_others_are_measured()
    {
        await using CliProcess bench = CliProcess.StartWith([("BUILDLOCK_LOCK_DIRECTORY", "/proc/nothing")], "bench", "--engine", "lockdir", "--seconds", "1");
        CliResult result = await bench.ResultAsync(Deadline);
        Assert.Equal(1, result.Code);
        Assert.Contains("BL2006: ", result.Output, StringComparison.Ordinal);
        Assert.Contains("\npolled file  ", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("BL3002", "--engine", "flock")]
    [InlineData("BL3007", "--engine", "none")]
    [InlineData("BL3007", "--seconds", "0")]
    [InlineData("BL3007", "--seconds", "-1")]
    [InlineData("BL3007", "--seconds", "601")]
    [InlineData("BL3007", "--seconds", "soon")]
    [InlineData("BL4001", "--seconds")]
    [InlineData("BL4001", "--engine")]
    [InlineData("BL4001", "surplus")]
    public async Task Bad_input(string code, params string[] arguments)
    {
        CliResult result = await CliProcess.RunAsync(Deadline, ["bench", .. arguments]);
        Assert.Equal(64, result.Code);
        Assert.StartsWith(code + ": ", result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', result.Errors);
        Assert.Empty(result.Bytes);
    }
}
