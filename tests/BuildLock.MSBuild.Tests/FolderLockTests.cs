using System;
using System.IO;
using System.Linq;
using BuildLock.MSBuild.Tests.Builds;
using BuildLock.MSBuild.Tests.Projects;
using Xunit;

namespace BuildLock.MSBuild.Tests;

/// <summary>Locks of folders.</summary>
public sealed class FolderLockTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public FolderLockTests() => _folder.Create("work", "cache");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("cache")]
    [InlineData("cache/")]
    [InlineData("./cache/../cache")]
    [InlineData("{root}/work/cache")]
    [InlineData("../link")]
    [InlineData("../linked/cache/")]
    public void Every_spelling_is_the_same_lock(string other)
    {
        Directory.CreateSymbolicLink(_folder.Below("link"), _folder.Below("work", "cache"));
        Directory.CreateSymbolicLink(_folder.Below("linked"), _folder.Below("work"));
        var gate = new Gate(_folder, "held");

        using var held = HeldLock.By(Beside("work/holds", "cache", inside: gate.Task), gate);

        string error = Beside("work/tries", other.Replace("{root}", _folder.Path, StringComparison.Ordinal), "Timeout='0'").Run().AssertOneError("BL2001");
        Assert.Contains("holds.proj", error, StringComparison.Ordinal);

        held.Finish().AssertSuccess();
        Beside("work/tries", other.Replace("{root}", _folder.Path, StringComparison.Ordinal), "Timeout='0'").RunWell();
    }

    [Fact]
    public void The_path_is_relative_to_the_project_wherever_the_build_was_started()
    {
        _folder.Create("elsewhere", "cache");
        var gate = new Gate(_folder, "held");
        using var held = HeldLock.By(Beside("work/holds", "cache", inside: gate.Task), gate);

        Beside("elsewhere/tries", "cache", "Timeout='0'").RunWell();
        Beside("elsewhere/climbs", "../work/cache", "Timeout='0'").Run().AssertOneError("BL2001");
    }

    [Fact]
    public void The_state_lies_beside_the_folder_and_not_inside()
    {
        var gate = new Gate(_folder, "held");
        using (var held = HeldLock.By(Beside("work/holds", "cache", inside: gate.Task), gate))
        {
            Assert.Empty(Directory.GetFileSystemEntries(_folder.Below("work", "cache")));
            Assert.True(Directory.Exists(_folder.Below("work", ".cache.buildlock")));
            held.Finish().AssertSuccess();
        }

        Assert.Empty(Directory.GetFileSystemEntries(_folder.Below("work", "cache")));
        Assert.Equal([".cache.buildlock", "cache"], Directory.GetDirectories(_folder.Below("work")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.False(Directory.Exists(_folder.State));
    }

    [Fact]
    public void A_name_is_not_a_folder_of_that_name()
    {
        var gate = new Gate(_folder, "held");
        using var held = HeldLock.By(Beside("work/holds", "cache", inside: gate.Task), gate);
        Without("work/named", new LockedTarget($"Key='{_folder.Below("work", "cache")}' Engine='lockdir'") { Settings = "Timeout='0' LockDirectory='.cache.buildlock'" }).RunWell();
    }

    [Fact]
    public void A_folder_that_was_deleted_under_the_lock_can_still_be_released()
    {
        var gate = new Gate(_folder, "held");
        UserProject clean = Without(
            "work/clean",
            new LockedTarget("Folder='cache'") { Inside = "<RemoveDir Directories='cache' />", After = gate.Task });

        using var held = HeldLock.By(clean, gate);
        Directory.CreateDirectory(_folder.Below("work", "cache"));
        Beside("work/tries", "cache", "Timeout='0'").RunWell();
        BuildResult result = held.Finish();
        result.AssertSuccess();
        Assert.Empty(result.Warnings);
    }

    [Fact]
    public void A_clean_of_the_folder_does_not_lose_the_lock()
    {
        var gate = new Gate(_folder, "held");
        using var held = HeldLock.By(Beside("work/holds", "cache", inside: "<RemoveDir Directories='cache' /><MakeDir Directories='cache' />" + gate.Task), gate);
        Beside("work/tries", "cache", "Timeout='0'").Run().AssertOneError("BL2001");
        held.Finish().AssertSuccess();
    }

    private UserProject Beside(string name, string lockedFolder, string settings = "", string inside = "")
        => Without(name, new LockedTarget($"Folder='{lockedFolder}'") { Settings = settings, Inside = inside });

    // Without a lock directory of the test's: where the state goes by itself is what is tested.
    private UserProject Without(string name, LockedTarget target) => UserProject.Plain(_folder, name, target).With("BUILDLOCK_LOCK_DIRECTORY", null);
}
