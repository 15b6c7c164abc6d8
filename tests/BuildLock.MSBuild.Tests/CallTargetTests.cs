using System;
using System.Linq;
using BuildLock.MSBuild.Tests.Builds;
using BuildLock.MSBuild.Tests.Projects;
using Xunit;

namespace BuildLock.MSBuild.Tests;

/// <summary><c>CallTargetWithProcessLock</c>: targets under a lock that nobody can forget to release.</summary>
public sealed class CallTargetTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly string _key = LockKeys.Fresh("call");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_targets_run_under_the_lock_and_nothing_after_them()
    {
        var inside = new Gate(_folder, "inside");
        var after = new Gate(_folder, "after");
        UserProject project = UserProject.Plain(
            _folder,
            "calls",
            $"<Target Name='First' Returns='a;b'>{inside.Task}</Target>",
            "<Target Name='Second' Returns='c' DependsOnTargets='First'><Message Importance='high' Text='second' /></Target>",
            $"""
            <Target Name="Build">
              <CallTargetWithProcessLock Key="{_key}" Targets="First;Second">
                <Output TaskParameter="TargetOutputs" PropertyName="Got" />
                <Output TaskParameter="Acquired" PropertyName="LockAcquired" />
              </CallTargetWithProcessLock>
              <Message Importance="high" Text="got $(Got) $(LockAcquired)" />
              {after.Task}
            </Target>
            """);

        using var held = HeldLock.By(project, inside);
        string error = Tries().Run().AssertOneError("BL2001");
        Assert.Contains("project calls.proj, target Build", error, StringComparison.Ordinal);
        held.LetGo();
        after.WaitUntilReached(1, held.Build);
        Tries().RunWell();
        after.Open();
        BuildResult result = held.Build.WaitForEnd();
        result.AssertSuccess();
        Assert.Equal(["a;b;c True"], result.Said("got "));
    }

    [Fact]
    public void A_failing_target_fails_the_task_and_releases_at_once()
    {
        var after = new Gate(_folder, "after");
        UserProject project = UserProject.Plain(
            _folder,
            "calls",
            "<Target Name='Work'><Error Code='X1' Text='on purpose' /></Target>",
            $"<Target Name='Build'><CallTargetWithProcessLock Key='{_key}' Targets='Work' /><OnError ExecuteTargets='Report' /></Target>",
            $"<Target Name='Report'>{after.Task}</Target>");

        using var held = HeldLock.By(project, after);
        Tries().RunWell();
        held.Finish().AssertOneError("X1");
    }

    [Theory]
    [InlineData("Nowhere", "Nowhere")]
    [InlineData("Build", "Build")]
    [InlineData("Around", "Around")]
    public void Targets_that_cannot_run_are_one_error_and_release_at_once(string target, string says)
    {
        var after = new Gate(_folder, "after");
        UserProject project = UserProject.Plain(
            _folder,
            "calls",
            "<Target Name='Around' DependsOnTargets='Build' />",
            $"<Target Name='Build'><CallTargetWithProcessLock Key='{_key}' Targets='{target}' /><OnError ExecuteTargets='Report' /></Target>",
            $"<Target Name='Report'>{after.Task}</Target>");

        using var held = HeldLock.By(project, after);
        Tries().RunWell();
        BuildResult result = held.Finish();
        Assert.Equal(1, result.ExitCode);
        string code = Assert.Single(result.Errors);
        Assert.StartsWith("BL", code, StringComparison.Ordinal);
        Assert.Contains(says, result.TextOf(code), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Ctrl_C_in_the_targets_frees_the_lock()
    {
        var inside = new Gate(_folder, "inside");
        using var held = HeldLock.By(UserProject.Plain(_folder, "calls", $"<Target Name='Work'>{inside.Task}</Target>", $"<Target Name='Build'><CallTargetWithProcessLock Key='{_key}' Targets='Work' /><Message Importance='high' Text='went on' /></Target>"), inside);
        held.Build.Interrupt();
        BuildResult result = held.Build.WaitForEnd();
        Assert.Equal(1, result.ExitCode);
        Assert.DoesNotContain("went on", result.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("BL2", result.Text, StringComparison.Ordinal);
        Tries().RunWell();
    }

    [Theory]
    [InlineData("warn", "BL2001")]
    [InlineData("continue", "")]
    public void Without_the_lock_the_targets_do_not_run(string onTimeout, string warning)
    {
        using var held = HeldLock.Of(_folder, $"Key='{_key}'");
        BuildResult result = UserProject.Plain(
            _folder,
            "calls",
            "<Target Name='Work'><Message Importance='high' Text='worked' /></Target>",
            $"<Target Name='Build'><CallTargetWithProcessLock Key='{_key}' Targets='Work' Timeout='0' OnTimeout='{onTimeout}'><Output TaskParameter='Acquired' PropertyName='LockAcquired' /></CallTargetWithProcessLock><Message Importance='high' Text='acquired $(LockAcquired)' /></Target>").RunWell();
        Assert.DoesNotContain("worked", result.Text, StringComparison.Ordinal);
        Assert.Equal(["False"], result.Said("acquired "));
        Assert.Equal(warning.Length == 0 ? [] : [warning], result.Warnings);
    }

    private UserProject Tries() => UserProject.Plain(_folder, "tries", new LockedTarget($"Key='{_key}'") { Settings = "Timeout='0'" });

    /// <summary>MSBuild runs a target once: the work was done, and nothing protected it.</summary>
    [Theory]
    [InlineData("DependsOnTargets='Work'", "Work", "", true)]
    [InlineData("", "$(Typo)", "", true)]
    [InlineData("", "Work", "Condition=\"'$(Never)' == 'true'\"", false)]
    [InlineData("", "Work", "", null)]
    public void Work_that_does_not_run_under_the_lock_is_told(string hook, string targets, string condition, bool? high)
    {
        UserProject project = UserProject.Plain(
            _folder,
            "nothing",
            $"<Target Name='Work' {condition}><Message Importance='high' Text='ran' /></Target>",
            $"<Target Name='Build' {hook}><CallTargetWithProcessLock Key='{_key}' Targets='{targets}' /></Target>");
        Assert.Equal(high is null ? [] : ["BL1009"], project.Given("-warnaserror").RunWell().Messages.Where(code => code == "BL1009"));
        Assert.Equal(high == true ? ["BL1009"] : [], project.Given("-v:m").RunWell().Messages.Where(code => code == "BL1009"));
    }
}
