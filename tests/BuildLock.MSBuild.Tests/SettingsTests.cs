using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using BuildLock.MSBuild.Tests.Builds;
using BuildLock.MSBuild.Tests.Projects;
using Xunit;

namespace BuildLock.MSBuild.Tests;

/// <summary>Every setting comes from the task, the project or the environment, and the nearer one wins.</summary>
public sealed class SettingsTests : IDisposable
{
    private static readonly (string Setting, string Variable, string Nonsense, string Code)[] Checked =
    [
        ("Engine", "BUILDLOCK_ENGINE", "lockdri", "BL3002"),
        ("Timeout", "BUILDLOCK_TIMEOUT", "soon", "BL3003"),
        ("ExpireAfter", "BUILDLOCK_EXPIRE_AFTER", "later", "BL3003"),
        ("MaxHold", "BUILDLOCK_MAX_HOLD", "long", "BL3003"),
        ("Scope", "BUILDLOCK_SCOPE", "Everyone", "BL3007"),
        ("Namespace", "BUILDLOCK_NAMESPACE", new string('n', 1025), "BL3007"),
        ("LockDirectory", "BUILDLOCK_LOCK_DIRECTORY", "%20", "BL3007"),
    ];

    private readonly TestFolder _folder = new();
    private readonly string _key = LockKeys.Fresh("settings");
    private int _projects;

    public static IEnumerable<TheoryDataRow<string>> CheckedSettings => Checked.Select(c => new TheoryDataRow<string>(c.Setting));

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(CheckedSettings))]
    public void Nonsense_is_refused_wherever_it_stands_and_the_error_says_where(string setting)
    {
        (_, string variable, string nonsense, string code) = Checked.Single(c => c.Setting == setting);
        UserProject plain = Project();

        Assert.Contains($"parameter {setting}", Project($"{setting}='{nonsense}'").Run().AssertOneError(code), StringComparison.Ordinal);
        Assert.Contains($"property ProcessLock{setting}", plain.Given($"-p:ProcessLock{setting}={nonsense}").Run().AssertOneError(code), StringComparison.Ordinal);
        Assert.Contains($"environment variable {variable}", plain.With(variable, Uri.UnescapeDataString(nonsense)).Run().AssertOneError(code), StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.State), "Something was written to disk.");
    }

    [Theory]
    [MemberData(nameof(CheckedSettings))]
    public void The_nearer_source_wins_and_the_farther_one_does_not_matter(string setting)
    {
        (_, string variable, string nonsense, _) = Checked.Single(c => c.Setting == setting);
        string sense = setting switch { "Engine" => "lockdir", "Scope" => "Machine", "LockDirectory" => _folder.Below("chosen"), "Namespace" => "n", _ => "5m" };

        UserProject withParameter = UserProject.Plain(_folder, "takes", new LockedTarget($"Key='{_key}'") { Settings = $"{setting}='{sense}'", Releases = false });
        withParameter.Given($"-p:ProcessLock{setting}={nonsense}").With(variable, nonsense).RunWell();
        Project().Given($"-p:ProcessLock{setting}={sense}").With(variable, nonsense).RunWell();
    }

    [Fact]
    public void A_release_does_not_fail_for_a_setting_that_only_acquiring_uses()
    {
        // The work is done by then; what the task's own parameter overrode has no say any more.
        Project("Timeout='5s'").Given("-p:ProcessLockTimeout=soon").RunWell();
    }

    [Fact]
    public void The_timeout_is_the_parameters_else_the_propertys_else_the_environments()
    {
        using var held = HeldLock.Of(_folder, $"Key='{_key}'");
        UserProject withParameter = Project("Timeout='0'");
        UserProject plain = Project();

        Assert.Contains("at once, as Timeout is 0", withParameter.Given("-p:ProcessLockTimeout=1m").With("BUILDLOCK_TIMEOUT", "2m").Run().AssertOneError("BL2001"), StringComparison.Ordinal);
        Assert.Contains("at once, as Timeout is 0", plain.Given("-p:ProcessLockTimeout=0").With("BUILDLOCK_TIMEOUT", "2m").Run().AssertOneError("BL2001"), StringComparison.Ordinal);
        Assert.Contains("at once, as Timeout is 0", plain.With("BUILDLOCK_TIMEOUT", "0").Run().AssertOneError("BL2001"), StringComparison.Ordinal);

        // Empty is not set.
        Assert.Contains("at once, as Timeout is 0", Project("Timeout=''").Given("-p:ProcessLockTimeout=").With("BUILDLOCK_TIMEOUT", "0").Run().AssertOneError("BL2001"), StringComparison.Ordinal);
    }

    [Fact]
    public void Properties_count_wherever_a_project_may_have_them()
    {
        using var held = HeldLock.Of(_folder, $"Key='{_key}'");

        // In the project, before and after the package's props; by a Directory.Build.props above an SDK project.
        UserProject.Plain(_folder, "own", "<PropertyGroup><ProcessLockTimeout>0</ProcessLockTimeout></PropertyGroup>", new LockedTarget($"Key='{_key}'"))
            .Run().AssertOneError("BL2001");

        _folder.Write("below/Directory.Build.props", "<Project><PropertyGroup><ProcessLockTimeout>0</ProcessLockTimeout></PropertyGroup></Project>");
        UserProject.Raw(_folder, "below/Inherits.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <Import Project="{PackageUnderTest.Props}" />
              <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
              {new LockedTarget($"Key='{_key}'") { Name = "Lock" }}
              <Import Project="{PackageUnderTest.Targets}" />
            </Project>
            """).Given("-t:Lock").Run().AssertOneError("BL2001");
    }

    [Fact]
    public void In_an_initial_target_of_the_project_itself_parameters_count_and_properties_do_not()
    {
        // A limit that the README names: such a target runs before the one by which the package reads the properties.
        string file = _folder.Write("initial.proj", $"""
            <Project InitialTargets="First" DefaultTargets="Build">
              <Import Project="{PackageUnderTest.Props}" />
              <Target Name="Build" />
              {new LockedTarget($"Key='{_key}'") { Name = "First", Settings = "Description='early'" }}
              <Import Project="{PackageUnderTest.Targets}" />
            </Project>
            """);

        BuildResult result = new UserProject(_folder, file).Given("-p:ProcessLockEngine=none").RunWell();
        Assert.Empty(result.Messages);
        Assert.True(Assert.Single(AcquireOutputs.AllOf(result)).Held);
    }

    [Fact]
    public void A_description_replaces_project_and_target()
    {
        UserProject tries = Project("Timeout='0'");
        var gate = new Gate(_folder, "held");
        UserProject holds = UserProject.Plain(_folder, "described", new LockedTarget($"Key='{_key}'") { Inside = gate.Task });

        using (var held = HeldLock.By(holds.Given("-p:ProcessLockDescription=from the property").With("BUILDLOCK_DESCRIPTION", "from the environment"), gate))
        {
            string error = tries.Run().AssertOneError("BL2001");
            Assert.Contains("from the property", error, StringComparison.Ordinal);
            Assert.DoesNotContain("from the environment", error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_lock_directory_is_relative_to_the_project()
    {
        Project("Engine='lockdir' LockDirectory='locks'").RunWell();
        Assert.NotEmpty(Directory.GetDirectories(_folder.Below("locks")));

        Project("Engine='lockdir'").Given("-p:ProcessLockLockDirectory=../" + Path.GetFileName(_folder.Path) + "/by-property").RunWell();
        Assert.NotEmpty(Directory.GetDirectories(_folder.Below("by-property")));

        Project("Engine='lockdir'").With("BUILDLOCK_LOCK_DIRECTORY", _folder.Below("by-variable")).RunWell();
        Assert.NotEmpty(Directory.GetDirectories(_folder.Below("by-variable")));
    }

    [Fact]
    public void Scope_and_namespace_say_which_lock_it_is_from_every_source()
    {
        using var held = HeldLock.Of(_folder, $"Key='{_key}' Namespace='n'");
        UserProject tries = Project("Timeout='0'");

        tries.RunWell();
        tries.Given("-p:ProcessLockNamespace=n", "-p:ProcessLockScope=User").RunWell();
        tries.Given("-p:ProcessLockNamespace=n").Run().AssertOneError("BL2001");
        tries.With("BUILDLOCK_NAMESPACE", "n").Run().AssertOneError("BL2001");
        tries.With("BUILDLOCK_NAMESPACE", "n").With("BUILDLOCK_SCOPE", "user").RunWell();
    }

    [Fact]
    public void Engine_none_switches_the_locks_off_and_says_so()
    {
        using var held = HeldLock.Of(_folder, $"Key='{_key}'");

        BuildResult result = Project().Given("-p:ProcessLockEngine=none").RunWell();

        Assert.Equal(["BL1004"], result.Messages);
        Assert.Contains(_key, result.TextOf("BL1004"), StringComparison.Ordinal);
        AcquireOutputs outputs = Assert.Single(AcquireOutputs.AllOf(result));
        Assert.Equal(("True", "False", "None"), (outputs.Acquired, outputs.Waited, outputs.PreviousOutcome));
    }

    [Theory]
    [InlineData("\n    lockdir\n  ")]
    [InlineData("LockDir")]
    public void An_engine_may_be_written_with_blanks_and_capitals_and_is_released_all_the_same(string engine)
    {
        BuildResult result = UserProject.Plain(
            _folder,
            "blanks",
            $"<PropertyGroup><ProcessLockEngine>{engine}</ProcessLockEngine></PropertyGroup>",
            new LockedTarget($"Key='{_key}'") { Name = "Once" },
            new LockedTarget($"Key='{_key}'") { Name = "Again", Settings = "Timeout='0'" },
            "<Target Name='Build' DependsOnTargets='Once;Again' />").RunWell();
        Assert.Empty(result.Warnings);
    }

    [Fact]
    public void The_default_lock_directory_is_one_folder_for_all()
    {
        // A key that stays the same, so that the machine's folder does not grow with each run.
        const string Lock = "Key='tests of BuildLock.MSBuild' Engine='lockdir'";
        var gate = new Gate(_folder, "held");
        UserProject holds = UserProject.Plain(_folder, "holds", new LockedTarget(Lock) { Inside = gate.Task }).With("BUILDLOCK_LOCK_DIRECTORY", null);
        UserProject tries = UserProject.Plain(_folder, "tries", new LockedTarget(Lock) { Settings = "Timeout='0'" }).With("BUILDLOCK_LOCK_DIRECTORY", null);

        using var held = HeldLock.By(holds, gate);
        tries.Run().AssertOneError("BL2001");
        tries.With("TMPDIR", _folder.Create("tmp")).With("HOME", _folder.Create("home")).Run().AssertOneError("BL2001");
        held.Finish().AssertSuccess();
        tries.RunWell();
    }

    private UserProject Project(string settings = "")
        => UserProject.Plain(_folder, FormattableString.Invariant($"tries{_projects++}"), new LockedTarget($"Key='{_key}'") { Settings = settings });
}
