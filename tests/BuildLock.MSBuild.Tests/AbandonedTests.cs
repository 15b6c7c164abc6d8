using System;
using System.Linq;
using BuildLock.MSBuild.Tests.Builds;
using BuildLock.MSBuild.Tests.Projects;
using Xunit;

namespace BuildLock.MSBuild.Tests;

/// <summary>The holder before crashed. The build that comes next did nothing wrong.</summary>
public sealed class AbandonedTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly string _lock = $"Key='{LockKeys.Fresh("abandoned")}' Engine='lockdir'";

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("-warnaserror")]
    [InlineData("-p:MSBuildTreatWarningsAsErrors=true")]
    public void A_crash_of_one_build_never_fails_the_next_one(string strict)
    {
        KillHolder();
        BuildResult result = Next().Given(strict, "-v:m").RunWell();
        Assert.Equal(["BL1002"], result.Messages); // High: seen at once with every verbosity but quiet
        Assert.Empty(result.Warnings);
        Assert.Equal("Abandoned", AcquireOutputs.AllOf(result).Single().PreviousOutcome);
    }

    [Fact]
    public void A_project_may_want_a_warning()
    {
        KillHolder();
        BuildResult result = Next().Given("-p:ProcessLockOnAbandoned=warn").RunWell();
        Assert.Equal(["BL1002"], result.Warnings);
    }

    [Fact]
    public void A_project_may_want_an_error_and_then_each_hears_it_until_one_goes_on()
    {
        KillHolder();
        foreach (string left in new[] { "holder.proj", "next19.proj" }) // the refused one leaves it as it was
        {
            BuildResult refused = Next("OnAbandoned='error'").Run();
            Assert.Contains(left, refused.AssertOneError("BL1002"), StringComparison.Ordinal);
            Assert.Empty(AcquireOutputs.AllOf(refused));
        }

        Next().RunWell();
        Next("OnAbandoned='error'").RunWell();
    }

    [Fact]
    public void What_runs_a_command_under_the_lock_has_the_setting_too()
    {
        KillHolder();
        BuildResult result = UserProject.Plain(_folder, "runs", $"<Target Name='Build'><ExecWithProcessLock {_lock} OnAbandoned='error' Command='echo ran' StandardOutputImportance='high' /></Target>").Run();
        result.AssertOneError("BL1002");
        Assert.Empty(result.Said("ran"));
    }

    [Fact]
    public void Nonsense_is_refused()
        => Assert.Contains("It takes message, warn or error.", Next("OnAbandoned='never'").Run().AssertOneError("BL3007"), StringComparison.Ordinal);

    private void KillHolder()
    {
        using var held = HeldLock.Of(_folder, _lock);
        held.Build.Kill();
        held.Build.WaitForEnd();
    }

    private UserProject Next(string settings = "")
        => UserProject.Plain(_folder, "next" + settings.Length, new LockedTarget(_lock) { Settings = "Timeout='20s' " + settings });
}
