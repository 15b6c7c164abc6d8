using System;
using System.IO;
using System.Linq;
using BuildLock.MSBuild.Tests.Builds;
using BuildLock.MSBuild.Tests.Projects;
using Microsoft.Build.Logging.StructuredLogger;
using Xunit;

namespace BuildLock.MSBuild.Tests;

/// <summary>What a build that has waited says at its end, and where to read more.</summary>
public sealed class WaitSummaryTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly string _key = LockKeys.Fresh("summary");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_build_that_waited_ends_with_a_line_for_each_key_in_the_console_the_log_file_and_the_binary_log()
    {
        string log = _folder.Below("waits.binlog");
        string text = _folder.Below("waits.log");
        using var held = HeldLock.Of(_folder, $"Key='{_key}'");
        UserProject project = UserProject.Plain(_folder, "waits", new LockedTarget($"Key='{_key}'") { Name = "RestoreTools", Hook = "BeforeTargets='Build'" }, "<Target Name='Build' />");
        using Builds.Build waits = project.Given("-v:m", "-bl:" + log, "-fl", "-flp:verbosity=normal;logfile=" + text).Start();
        waits.WaitForOutput("BL1001");
        held.Finish().AssertSuccess();
        BuildResult result = waits.WaitForEnd();
        result.AssertSuccess();

        string summary = result.TextOf("BL1007").Split(" [")[0]; // the console adds the project in brackets
        Assert.Matches($@"^Waited once for lock '{_key}', \d+\.\d s in all, for 'dotnet msbuild.*', pid {held.Build.ProcessId}, .*project holder\.proj, target Hold, in {_folder.Path}\.$", summary);
        Assert.Contains(summary, File.ReadAllText(text), StringComparison.Ordinal);
        Assert.Contains("BL1001", File.ReadAllText(text), StringComparison.Ordinal);

        Message message = Assert.Single(BinaryLog.ReadBuild(log).FindChildrenRecursive<Message>(m => m.Text.Contains(summary, StringComparison.Ordinal)));
        Assert.Equal("ReportProcessLockWaits", message.GetNearestParent<Target>()?.Name);
    }

    /// <summary>The lock is free while other projects still have the node of the one that waited.</summary>
    [Fact]
    public void The_time_that_the_own_node_was_busy_is_told_apart_from_the_wait()
    {
        var busy = new Gate(_folder, "busy");
        using var held = HeldLock.Of(_folder, $"Key='{_key}'");
        UserProject.Plain(_folder, "waits", new LockedTarget($"Key='{_key}'"));
        UserProject.Plain(_folder, "starts", $"<Target Name='Build'><Exec Command='while [ ! -e &quot;{_folder.Below("go")}&quot; ] &amp;&amp; [ -d &quot;{_folder.Path}&quot; ]; do sleep 0.02; done' /><MSBuild Projects='busy1.proj;busy2.proj' BuildInParallel='true' /></Target>");
        UserProject.Plain(_folder, "busy1", $"<Target Name='Build'>{busy.Task}</Target>");
        UserProject.Plain(_folder, "busy2", $"<Target Name='Build'>{busy.Task}</Target>");
        UserProject all = UserProject.Raw(_folder, "all.proj", "<Project><Target Name='Build'><MSBuild Projects='waits.proj;starts.proj' BuildInParallel='true' /></Target></Project>");

        TimeSpan started = TestClock.Now;
        using Builds.Build build = all.Given("-m:2").Start();
        build.WaitForOutput("BL1001"); // it waits and has given its node back
        _folder.Write("go", string.Empty);
        busy.WaitUntilReached(2, build); // one of them has its node
        held.Finish().AssertSuccess();
        TimeSpan free = TestClock.Now;
        System.Threading.Thread.Sleep(3000); // no event tells that it waits for its node
        busy.Open();
        BuildResult result = build.WaitForEnd();

        result.AssertSuccess();
        int waited = Assert.Single(AcquireOutputs.AllOf(result)).Milliseconds;
        Assert.InRange(waited, 1000, (int)(free - started).TotalMilliseconds + 1000);
        Assert.Matches(@"For \d+\.\d s of it the build node was busy with other projects\.", result.TextOf("BL1003"));
    }

    [Fact]
    public void A_wait_in_vain_that_the_project_survives_counts_too()
    {
        using var held = HeldLock.Of(_folder, $"Key='{_key}'");
        string twice = string.Concat(Enumerable.Repeat($"<AcquireProcessLock Key='{_key}' Timeout='600ms' OnTimeout='continue' />", 2));
        BuildResult result = UserProject.Plain(_folder, "waits", $"<Target Name='Build'>{twice}</Target>").RunWell();
        Assert.StartsWith($"Waited 2 times for lock '{_key}', ", result.TextOf("BL1007"), StringComparison.Ordinal);
    }

    [Fact]
    public void Errors_and_warnings_link_to_their_page_in_the_package()
    {
        string log = _folder.Below("links.binlog");
        UserProject.Plain(_folder, "links", $"<Target Name='Build'><ReleaseProcessLock Key='{_key}' /><AcquireProcessLock Key='{_key}' Timeout='soon' /></Target>").Given("-bl:" + log).Run();

        Microsoft.Build.Logging.StructuredLogger.Build build = BinaryLog.ReadBuild(log);
        string[] links = [.. build.FindChildrenRecursive<AbstractDiagnostic>().Select(d => d.Code).Order(StringComparer.Ordinal)];
        Assert.Equal(["BL1006", "BL3003"], links);
        Assert.All(links, code => Assert.True(File.Exists(Path.Combine(PackageUnderTest.Unpacked, "docs", code + ".md")), $"The package has no page about {code}."));
    }

    /// <summary>It shows no messages, only what runs: so the target is what people see while they wait.</summary>
    [Fact]
    public void The_terminal_logger_shows_the_target_that_waits_and_in_the_end_the_error()
    {
        using var held = HeldLock.Of(_folder, $"Key='{_key}'");
        UserProject project = UserProject.Plain(_folder, "waits", new LockedTarget($"Key='{_key}'") { Name = "WaitForNuGetCache", Hook = "BeforeTargets='Build'", Settings = "Timeout='3s'" }, "<Target Name='Build' />");
        BuildResult result = project.Bare().Given("-nologo", "-tl:on").With("TERM", "xterm-256color").Run();

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("BL2001", result.Text, StringComparison.Ordinal);
        Assert.Contains("holder.proj", result.Text, StringComparison.Ordinal);
        Assert.Contains("WaitForNuGetCache", result.Text, StringComparison.Ordinal);
    }
}
