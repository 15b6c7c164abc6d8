using System;
using System.Linq;
using BuildLock.MSBuild.Tests.Builds;
using BuildLock.MSBuild.Tests.Projects;
using Xunit;

namespace BuildLock.MSBuild.Tests;

/// <summary>An editor builds a project to know it, and freezes as long as that lasts.</summary>
public sealed class DesignTimeTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly string _key = LockKeys.Fresh("design");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("-p:DesignTimeBuild=true")]
    [InlineData("-p:SkipCompilerExecution=true")]
    public void A_design_time_build_does_not_wait_and_goes_on_quietly_without_the_lock(string property)
    {
        using var held = HeldLock.Of(_folder, $"Key='{_key}'");
        UserProject project = UserProject.Plain(_folder, "edited", new LockedTarget($"Key='{_key}'") { Settings = "Timeout='60s'" });

        TimeSpan started = TestClock.Now;
        BuildResult result = project.Given(property, "-warnaserror").RunWell();
        Assert.InRange(result.EndedAt - started, TimeSpan.Zero, TimeSpan.FromSeconds(25));
        Assert.Equal(["False"], AcquireOutputs.AllOf(result).Select(outputs => outputs.Acquired));
        Assert.DoesNotContain("BL", result.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void In_a_design_time_build_work_under_a_busy_lock_is_left_out()
    {
        using var held = HeldLock.Of(_folder, $"Key='{_key}'");
        UserProject project = UserProject.Plain(
            _folder,
            "edited",
            $"""
            <Target Name="Build">
              <ExecWithProcessLock Key="{_key}" Command="echo ran" StandardOutputImportance="high" />
              <CallTargetWithProcessLock Key="{_key}" Targets="Work" />
            </Target>
            """,
            "<Target Name='Work'><Message Importance='high' Text='ran' /></Target>");
        Assert.Empty(project.Given("-p:DesignTimeBuild=true").RunWell().Said("ran"));
    }

    [Fact]
    public void In_a_design_time_build_a_free_lock_is_taken_and_the_work_is_done()
    {
        UserProject project = UserProject.Plain(_folder, "edited", $"<Target Name='Build'><ExecWithProcessLock Key='{_key}' Command='echo ran' StandardOutputImportance='high' /></Target>");
        Assert.Single(project.Given("-p:DesignTimeBuild=true").RunWell().Said("ran"));
    }

    [Fact]
    public void A_property_lets_design_time_builds_wait()
    {
        using var held = HeldLock.Of(_folder, $"Key='{_key}'");
        using Build build = UserProject.Plain(_folder, "edited", new LockedTarget($"Key='{_key}'"))
            .Given("-p:DesignTimeBuild=true", "-p:ProcessLockWaitInDesignTimeBuilds=true").Start();
        build.WaitForOutput("BL1001");
        held.Finish().AssertSuccess();
        BuildResult result = build.WaitForEnd();
        result.AssertSuccess();
        Assert.True(AcquireOutputs.AllOf(result).Single().Held);
    }
}
