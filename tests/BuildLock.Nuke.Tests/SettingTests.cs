using System;
using System.IO;
using Nuke.Common;
using Xunit;

namespace BuildLock.Nuke.Tests;

[Collection(nameof(TestBuild))]
public sealed class SettingTests
{
    [Theory]
    [InlineData(nameof(Nonsense.NoKey), "BL3004: Neither Key nor Folder is given.")]
    [InlineData(nameof(Nonsense.LongKey), "BL3001: Key has 1025 characters")]
    [InlineData(nameof(Nonsense.WrongEngine), "BL3002: Engine 'flock' (LockOptions) is not known.")]
    [InlineData(nameof(Nonsense.WrongDuration), "BL3003: Timeout '-00:00:05' (LockOptions) is not allowed.")]
    [InlineData(nameof(Nonsense.NoFolder), "BL3005: Folder '")]
    [InlineData(nameof(Nonsense.InABlock), "BL3002: Engine 'flock' (LockOptions) is not known.")]
    public void Nonsense_fails_the_target_that_asks_for_it_with_the_code_and_no_stack_trace(string target, string message)
    {
        var build = new Nonsense();

        Assert.False(build.Succeeds(target));
        Assert.Contains($"[ERR] Target {target} has thrown an exception", build.LogText, StringComparison.Ordinal);
        Assert.Contains("\n" + message, build.LogText, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", build.LogText, StringComparison.Ordinal);
        Assert.DoesNotContain("ran", build.Happened);
    }

    [Fact]
    public void Nonsense_in_one_target_leaves_the_others_alone()
    {
        var build = new Nonsense();

        Assert.True(build.Succeeds(nameof(Nonsense.Fine)), build.LogText);
    }

    [Fact]
    public void A_parameter_with_nonsense_is_named_in_the_error()
    {
        var build = new Nonsense();

        Assert.False(build.Succeeds(nameof(Nonsense.Fine), "--process-lock-timeout", "soon"));
        Assert.Contains("BL3003: Timeout 'soon' (parameter ProcessLockTimeout) is not allowed.", build.LogText, StringComparison.Ordinal);
    }

    [Fact]
    public void The_call_wins_over_a_parameter()
    {
        var build = new Nonsense();

        Assert.True(build.Succeeds(nameof(Nonsense.OwnTimeout), "--process-lock-timeout", "soon"), build.LogText);
    }

    [Fact]
    public void Parameters_reach_the_lock()
    {
        var build = new Settings();
        using var folder = new TemporaryDirectory();

        Assert.True(
            build.Succeeds(
                nameof(Settings.Show),
                "--process-lock-engine", "lockdir",
                "--process-lock-lock-directory", folder.Path,
                "--process-lock-namespace", "n",
                "--process-lock-scope", "User",
                "--process-lock-description", "for the test",
                "--process-lock-expire-after", "5m",
                "--process-lock-max-hold", "1h"),
            build.LogText);
        Assert.Equal("lockdir", build.Engine);
        Assert.Equal("for the test", build.Description);
        Assert.NotEmpty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void Waiters_are_told_the_target_and_the_root_directory()
    {
        var build = new Settings();

        Assert.True(build.Succeeds(nameof(Settings.Show), "--root", "/src/shop"), build.LogText);
        Assert.Equal("NUKE target Show in /src/shop", build.Description);
    }

    [Fact]
    public void A_relative_folder_is_one_of_the_root_directory()
    {
        var build = new Settings();
        using var folder = new TemporaryDirectory();
        Directory.CreateDirectory(Path.Combine(folder.Path, "out"));

        Assert.True(build.Succeeds(nameof(Settings.Folder), "--root", folder.Path), build.LogText);
        Assert.EndsWith("out", build.FolderKey, StringComparison.Ordinal);
        Assert.True(build.FolderWasHeld);
    }

    [Fact]
    public void The_engine_that_locks_nothing_says_so()
    {
        var build = new Settings();

        Assert.True(build.Succeeds(nameof(Settings.Show), "--process-lock-engine", "none"), build.LogText);
        Assert.Contains("[INF] BL1004: Lock", build.LogText, StringComparison.Ordinal);
    }

    private sealed class Nonsense : TestBuild
    {
        public Target NoKey => _ => _.WithProcessLock(string.Empty).Executes(Ran);

        public Target LongKey => _ => _.WithProcessLock(new string('x', 1025)).Executes(Ran);

        public Target WrongEngine => _ => _.WithProcessLock(Key, o => o.Engine = "flock").Executes(Ran);

        public Target WrongDuration => _ => _.WithProcessLock(Key, o => o.Timeout = TimeSpan.FromSeconds(-5)).Executes(Ran);

        public Target NoFolder => _ => _.WithFolderLock("no such folder").Executes(Ran);

        public Target Fine => _ => _.WithProcessLock(Key).Executes(Ran);

        public Target OwnTimeout => _ => _.WithProcessLock(Key, o => o.Timeout = TimeSpan.FromSeconds(5)).Executes(Ran);

        public Target InABlock => _ => _.Executes(() =>
        {
            using LockHandle handle = this.ProcessLock(Key, o => o.Engine = "flock");
            Ran();
        });

        private void Ran() => Happened.Add("ran");
    }

    private sealed class Settings : TestBuild
    {
        public string? Engine { get; private set; }

        public string? Description { get; private set; }

        public string? FolderKey { get; private set; }

        public bool FolderWasHeld { get; private set; }

        public Target Show => _ => _.Executes(() =>
        {
            using LockHandle handle = this.ProcessLock(Key);
            Engine = handle.Engine;
            Description = handle.Holder.Description;
        });

        public Target Folder => _ => _
            .WithFolderLock("out")
            .Executes(() =>
            {
                LockKey key = LockKey.ForFolder(Path.Combine(RootDirectory, "out"));
                FolderKey = key.Text;
                using LockHandle? free = ProcessLock.TryAcquire(key);
                FolderWasHeld = free is null;
            });
    }

    private sealed class TemporaryDirectory : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("buildlock-nuke-").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
