using System;
using System.IO;
using System.Linq;
using BuildLock.MSBuild.Tests.Builds;
using BuildLock.MSBuild.Tests.Projects;
using Microsoft.Build.Logging.StructuredLogger;
using Xunit;

namespace BuildLock.MSBuild.Tests;

/// <summary>Whoever waits sees for whom, and whoever gives up sees why.</summary>
public sealed class WaitingMessageTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly string _key = LockKeys.Fresh("waiting");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public void Waiting_is_told_once_after_a_second_and_giving_up_is_an_error_both_name_the_holder(string engine)
    {
        string attributes = $"Key='{_key}' Engine='{engine}'";
        using var held = HeldLock.Of(_folder, attributes);
        string holder = $"pid {held.Build.ProcessId}, ";

        BuildResult result = UserProject.Plain(_folder, "waits", new LockedTarget(attributes) { Before = "<Message Importance='high' Text='asking' />", Settings = "Timeout='2.5s'" }).Run();

        string error = result.AssertOneError("BL2001");
        Assert.Matches($@"^Gave up on lock '{_key}' after (2\.[5-9]|[3-9](\.\d)?|\d\d) s\. Held for ", error); // later on a busy machine
        Assert.Contains(holder, error, StringComparison.Ordinal);
        Assert.Contains("project holder.proj, target Hold", error, StringComparison.Ordinal);
        Assert.Contains("dotnet msbuild", error, StringComparison.Ordinal);
        Assert.Contains("BUILDLOCK_TIMEOUT", error, StringComparison.Ordinal);

        Assert.Equal(["BL1001"], result.Messages);
        string message = result.TextOf("BL1001");
        Assert.Matches($@"^Waiting for lock '{_key}' \(\d+(\.\d)? s of 2\.5 s\)\. Held for ", message);
        Assert.Contains(holder, message, StringComparison.Ordinal);
        Assert.Contains("project holder.proj, target Hold", message, StringComparison.Ordinal);
        Assert.Matches($@"target Hold, in {_folder.Path}\.( You are 1st in line\.)?$", message); // the holder tells the place, as soon as it gets to it

        TimeSpan asked = result.Lines.First(l => l.Text.Contains("asking", StringComparison.Ordinal)).At;
        TimeSpan told = result.Lines.First(l => l.Text.Contains("BL1001", StringComparison.Ordinal)).At;
        Assert.InRange(told - asked, TimeSpan.FromSeconds(0.8), TimeSpan.FromSeconds(20));
        Assert.Empty(AcquireOutputs.AllOf(result));
    }

    [Fact]
    public void The_default_verbosity_shows_it()
    {
        using var held = HeldLock.Of(_folder, $"Key='{_key}'");
        BuildResult result = UserProject.Plain(_folder, "waits", new LockedTarget($"Key='{_key}'") { Settings = "Timeout='1.2s'" }).Given("-v:m").Run();
        Assert.Equal(["BL1001"], result.Messages);
        Assert.Equal(["BL2001"], result.Errors);
    }

    [Fact]
    public void A_build_that_need_not_wait_says_nothing()
    {
        BuildResult result = UserProject.Plain(_folder, "alone", new LockedTarget($"Key='{_key}'")).Given("-v:n").RunWell();
        Assert.DoesNotContain("BL1", result.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Braces_and_quotes_in_a_key_are_shown_as_they_are()
    {
        string key = _key + " {0} {1:x} 'a'; %20";
        string attributes = $"Key=\"{_key} {{0}} {{1:x}} 'a'%3B %2520\"";
        using var held = HeldLock.Of(_folder, attributes);
        Assert.Contains($"'{key}'", UserProject.Plain(_folder, "tries", new LockedTarget(attributes) { Settings = "Timeout='0'" }).Run().AssertOneError("BL2001"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("First", "<Target Name='First'><AcquireProcessLock {0} Timeout='60s' />{1}</Target><Target Name='Second' />")]
    [InlineData("Second", "<Target Name='First' /><Target Name='Second'><AcquireProcessLock {0} Timeout='60s' />{1}</Target><Target Name='Third' />")]
    public void Of_several_targets_in_one_line_the_holders_is_named(string target, string line)
    {
        var gate = new Gate(_folder, "held");
        string text = string.Format(System.Globalization.CultureInfo.InvariantCulture, line, $"Key='{_key}'", gate.Task);
        using var held = HeldLock.By(UserProject.Plain(_folder, "holds", $"{text}<Target Name='Build' DependsOnTargets='{target}' />"), gate);
        string error = UserProject.Plain(_folder, "tries", new LockedTarget($"Key='{_key}'") { Settings = "Timeout='0'" }).Run().AssertOneError("BL2001");
        Assert.Contains($"project holds.proj, target {target}, in {_folder.Path}.", error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_binary_log_has_it_where_it_happened()
    {
        using var held = HeldLock.Of(_folder, $"Key='{_key}'");
        string log = _folder.Below("waits.binlog");
        UserProject project = UserProject.Plain(_folder, "waits", new LockedTarget($"Key='{_key}'") { Name = "RestoreTools", Hook = "BeforeTargets='Build'", Settings = "Timeout='1.5s'" }, "<Target Name='Build' />");
        project.Given("-bl:" + log).Run();

        Microsoft.Build.Logging.StructuredLogger.Build build = BinaryLog.ReadBuild(log);
        int line = 1 + Array.FindIndex(File.ReadAllLines(project.File), l => l.Contains("<AcquireProcessLock", StringComparison.Ordinal));

        Error error = Assert.Single(build.FindChildrenRecursive<Error>());
        Assert.Equal(("BL2001", project.File, line), (error.Code, error.File, error.LineNumber));
        AssertInside(error);

        Message message = Assert.Single(build.FindChildrenRecursive<Message>(m => m.Text.Contains("Waiting for lock", StringComparison.Ordinal)));
        Assert.Contains(_key, message.Text, StringComparison.Ordinal);
        Assert.Contains("holder.proj", message.Text, StringComparison.Ordinal);
        AssertInside(message);

        static void AssertInside(BaseNode node)
        {
            Assert.Equal("AcquireProcessLock", node.GetNearestParent<Microsoft.Build.Logging.StructuredLogger.Task>()?.Name);
            Assert.Equal("RestoreTools", node.GetNearestParent<Target>()?.Name);
            Assert.Equal("waits.proj", node.GetNearestParent<Project>()?.Name);
        }
    }

    /// <summary>From a minute on, waiting is a warning; a build that takes warnings for errors must get its lock all the same.</summary>
    [Fact]
    [Trait("Category", "Campaign")]
    public void A_long_wait_does_not_fail_a_build_that_treats_warnings_as_errors()
    {
        using var held = HeldLock.Of(_folder, $"Key='{_key}'");
        using Builds.Build waits = UserProject.Plain(_folder, "waits", new LockedTarget($"Key='{_key}'")).Given("-warnaserror").Start();
        waits.WaitForOutput("(30 s of");
        waits.WaitForOutput("(60 s of");
        held.Finish().AssertSuccess();
        BuildResult result = waits.WaitForEnd();
        Assert.Equal(0, result.ExitCode);
        Assert.True(Assert.Single(AcquireOutputs.AllOf(result)).Held);
    }
}
