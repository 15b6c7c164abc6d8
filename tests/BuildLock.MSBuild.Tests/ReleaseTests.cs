using System;
using BuildLock.MSBuild.Tests.Builds;
using BuildLock.MSBuild.Tests.Projects;
using Xunit;

namespace BuildLock.MSBuild.Tests;

/// <summary>Who may release what, and asking twice.</summary>
public sealed class ReleaseTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly string _key = LockKeys.Fresh("release");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Releasing_what_is_not_held_is_a_warning()
    {
        BuildResult result = UserProject.Plain(_folder, "none", $"<Target Name='Build'>{LockedTarget.Release($"Key='{_key}'")}</Target>").RunWell();
        Assert.Equal(["BL1006"], result.Warnings);
        Assert.Contains(_key, result.TextOf("BL1006"), StringComparison.Ordinal);
    }

    [Fact]
    public void Releasing_twice_is_a_warning()
    {
        BuildResult result = UserProject.Plain(_folder, "twice", new LockedTarget($"Key='{_key}'") { After = LockedTarget.Release($"Key='{_key}'") }).RunWell();
        Assert.Equal(["BL1006"], result.Warnings);
    }

    [Theory]
    [InlineData("Key='{0}' Namespace='n'", "Key='{0}'")]
    [InlineData("Key='{0}'", "Key='{0}' Namespace='n'")]
    [InlineData("Key='{0}' Engine='lockdir'", "Key='{0}' Engine='port-quorum'")]
    [InlineData("Key='{0}'", "Key='{0} '")]
    public void Releasing_another_lock_leaves_this_one_held(string taken, string released)
    {
        var gate = new Gate(_folder, "held");
        UserProject holds = UserProject.Plain(_folder, "holds", $"<Target Name='Build'>{LockedTarget.Acquire(string.Format(taken, _key))}{LockedTarget.Release(string.Format(released, _key))}{gate.Task}</Target>");
        UserProject tries = UserProject.Plain(_folder, "tries", new LockedTarget(string.Format(taken, _key)) { Settings = "Timeout='0'" });

        using var held = HeldLock.By(holds, gate);
        tries.Run().AssertOneError("BL2001");
        BuildResult result = held.Finish();
        result.AssertSuccess();
        Assert.Equal(["BL1006"], result.Warnings);
        tries.RunWell();
    }

    [Theory]
    [InlineData("Key='{0}'", "", "BL3004")]
    [InlineData("Key='{0}'", "Key='{0}' Folder='.'", "BL3004")]
    [InlineData("Key='{0}' Engine='lockdir'", "Key='{0}' Engine='lockdri'", "BL3002")]
    public void Releasing_by_nonsense_is_an_error(string taken, string released, string code)
        => UserProject.Plain(_folder, "nonsense", $"<Target Name='Build'>{LockedTarget.Acquire(string.Format(taken, _key))}{LockedTarget.Release(string.Format(released, _key))}</Target>")
            .Run().AssertOneError(code);

    [Fact]
    public void A_project_cannot_release_what_another_project_holds()
    {
        var gate = new Gate(_folder, "held");
        UserProject thief = UserProject.Plain(_folder, "thief", $"<Target Name='Build'>{LockedTarget.Release($"Key='{_key}'")}</Target>");
        UserProject holds = UserProject.Plain(_folder, "holds", new LockedTarget($"Key='{_key}'") { Inside = $"<MSBuild Projects='{thief.File}' /><MSBuild Projects='holds.proj' Targets='Steal' Properties='Another=configuration' />{gate.Task}" }, $"<Target Name='Steal'>{LockedTarget.Release($"Key='{_key}'")}</Target>");

        using var held = HeldLock.By(holds.Given("-m:1"), gate);
        UserProject.Plain(_folder, "tries", new LockedTarget($"Key='{_key}'") { Settings = "Timeout='0'" }).Run().AssertOneError("BL2001");
        BuildResult result = held.Finish();
        result.AssertSuccess();
        Assert.Equal(["BL1006", "BL1006"], result.Warnings);
    }

    [Theory]
    [InlineData("Key='{0}'", "Key='{0}'")]
    [InlineData("Key='{0}' Engine='lockdir'", "Key='{0}' Engine='LOCKDIR'")]
    [InlineData("Key='{0}' Engine=' lockdir '", "Key='{0}' Engine='lockdir'")]
    [InlineData("Key='{0}' Namespace='n'", "Key='{0}' Namespace='n'")]
    [InlineData("Folder='.'", "Folder='../x/.'")]
    public void Asking_again_for_what_the_project_holds_is_refused_at_once(string first, string second)
    {
        _folder.Create("x");
        BuildResult result = Twice(first, second).Run();
        Assert.Contains("held by this same project", result.AssertOneError("BL2002"), StringComparison.Ordinal);
        Assert.DoesNotContain("BL1001", result.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Asking_again_under_the_environments_namespace_is_refused_at_once()
        => Twice("Key='{0}'", "Key='{0}' Namespace='n'").With("BUILDLOCK_NAMESPACE", "n").Run().AssertOneError("BL2002");

    [Fact]
    public void Releasing_under_the_environments_namespace_releases()
    {
        BuildResult result = UserProject.Plain(_folder, "named", $"<Target Name='Build'>{LockedTarget.Acquire($"Key='{_key}'")}{LockedTarget.Release($"Key='{_key}' Namespace='n'")}</Target>")
            .With("BUILDLOCK_NAMESPACE", "n").RunWell();
        Assert.Empty(result.Warnings);
    }

    [Theory]
    [InlineData("Key='{0}' Engine='lockdir'", "Key='{0}'")]
    [InlineData("Key='{0}' Engine='lockdir'", "Key='{0}' Engine='port-quorum'")]
    [InlineData("Key='{0}' Engine='lockdir' LockDirectory='one'", "Key='{0}' Engine='lockdir' LockDirectory='two'")]
    [InlineData("Key='{0}'", "Key='{0}' Scope='User'")]
    [InlineData("Key='{0}'", "Key='{0}' Namespace='n'")]
    public void Asking_for_another_lock_of_the_same_key_is_not_refused(string first, string second)
        => Twice(first, second).RunWell();

    [Fact]
    public void Projects_with_other_properties_are_others_and_their_locks_are_their_own()
    {
        // The same file three times in one build: each holds its own lock while the others are built.
        UserProject nested = UserProject.Plain(
            _folder,
            "nested",
            new LockedTarget($"Key='{_key} $(Depth)'") { Settings = "Timeout='0'", Inside = "<MSBuild Projects='nested.proj' Properties='Depth=1$(Depth)' Condition=\"'$(Depth)' != '11'\" />" });
        BuildResult result = nested.Given("-m:1").RunWell();
        Assert.Empty(result.Warnings);
        Assert.Equal(3, AcquireOutputs.AllOf(result).Count);
    }

    private UserProject Twice(string first, string second)
        => UserProject.Plain(_folder, "x/twice", $"<Target Name='Build'>{LockedTarget.Acquire(string.Format(first, _key) + " Timeout='5s'")}{LockedTarget.Acquire(string.Format(second, _key) + " Timeout='5s'")}</Target>");
}
