using System;
using System.Diagnostics;
using System.IO;
using System.Threading.Tasks;
using Xunit;

namespace BuildLock.Cli.Tests;

public sealed class DoctorTests : CliTest
{
    [Fact]
    public async Task All_engines_are_tried_and_the_default_is_recommended()
    {
        var watch = Stopwatch.StartNew();
        CliResult result = await CliProcess.RunAsync(Deadline, "doctor");
        TimeSpan took = watch.Elapsed;

        Assert.Equal((0, string.Empty), (result.Code, result.Errors));
        foreach (string engine in new[] { "port-quorum", "lockdir", "lockdir, user scope", "lockfile", "oslock" })
        {
            Assert.Contains($"ok    {engine}: excludes; free ", result.Output, StringComparison.Ordinal);
        }

        Assert.Contains("Choose: port-quorum for ", result.Output, StringComparison.Ordinal);
        Assert.True(took < TimeSpan.FromSeconds(5), $"It took {took}.");
    }

    [Fact]
    public async Task An_engine_that_does_not_exclude_is_found_out()
    {
        CliResult result = await CliProcess.RunAsync(Deadline, "doctor", "--engine", "none");
        Assert.Equal(69, result.Code);
        Assert.Contains("FAIL  none: DOES NOT EXCLUDE", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_is_tried_and_nothing_is_left_beside_it()
    {
        string folder = Directory.CreateDirectory(Path.Combine(Folder, "out")).FullName;
        CliResult result = await CliProcess.RunAsync(Deadline, "doctor", "--folder", folder);

        Assert.Equal(0, result.Code);
        Assert.DoesNotContain("port-quorum:", result.Output, StringComparison.Ordinal);
        Assert.Contains("Choose: lockdir.", result.Output, StringComparison.Ordinal);
        Assert.Equal([folder], Directory.GetFileSystemEntries(Folder));
    }

    [Fact]
    public async Task A_place_that_takes_no_state_is_69_with_the_reason_of_each_engine()
    {
        CliResult result = await CliProcess.RunAsync(Deadline, "doctor", "--lock-directory", "/proc/nothing");
        Assert.Equal(69, result.Code);
        Assert.Contains("FAIL  lockdir: cannot be used here. BL2006: ", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("BL3002", "--engine", "flock")]
    [InlineData("BL3005", "--folder", "/no/such/folder")]
    [InlineData("BL4001", "surplus")]
    public async Task Bad_input(string code, params string[] arguments)
    {
        CliResult result = await CliProcess.RunAsync(Deadline, ["doctor", .. arguments]);
        Assert.Equal(64, result.Code);
        Assert.StartsWith(code + ": ", result.Errors, StringComparison.Ordinal);
    }
}
