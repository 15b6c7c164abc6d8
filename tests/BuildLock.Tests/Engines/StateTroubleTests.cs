using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using BuildLock.Conformance.Children;
using BuildLock.Engines;
using BuildLock.Engines.State;
using Xunit;

namespace BuildLock.Tests.Engines;

/// <summary>Disks and folders that do not let a lock be kept: a clear error, nothing half done, and never "busy".</summary>
public sealed class StateTroubleTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _key = "trouble " + Guid.NewGuid().ToString("N");

    public static TheoryData<string> Engines { get; } = ["lockdir", "lockfile", "oslock"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Engines))]
    public void A_directory_below_a_file_is_an_error(string engine)
    {
        File.WriteAllText(_folder.Below("file"), string.Empty);
        LockOptions options = Options(engine, _folder.Below("file/locks"));

        LockEngineException e = Assert.Throws<LockEngineException>(() => ProcessLock.TryAcquire(_key, options));
        Assert.Equal("BL2006", e.Code);
        Assert.Contains(_folder.Below("file"), e.Message, StringComparison.Ordinal);
        Assert.NotEmpty(e.Remedy);
        Assert.Throws<LockEngineException>(() => ProcessLock.Acquire(_key, options, TestContext.Current.CancellationToken));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void A_path_that_is_too_long_is_an_error_that_says_so(string engine)
    {
        foreach (string name in new[] { new string('n', 300), string.Join('/', Enumerable.Repeat(new string('n', 200), 25)) })
        {
            LockEngineException e = Assert.Throws<LockEngineException>(() => ProcessLock.TryAcquire(_key, Options(engine, _folder.Below(name))));
            Assert.Equal("BL2006", e.Code);
            Assert.Contains("shorter", e.Remedy, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void A_directory_that_may_not_be_written_is_an_error(string engine)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Needs modes of files.");
        Assert.SkipWhen(Environment.UserName == "root", "Nothing is forbidden to root.");
        string directory = _folder.Create("locks");
#pragma warning disable CA1416 // Not on Windows, as asked above.
        File.SetUnixFileMode(directory, UnixFileMode.UserRead | UnixFileMode.UserExecute);
#pragma warning restore CA1416

        LockEngineException e = Assert.Throws<LockEngineException>(() => ProcessLock.TryAcquire(_key, Options(engine, directory)));
        Assert.Equal("BL2006", e.Code);
        Assert.Contains("write access", e.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_read_only_file_system_is_an_error(string engine)
    {
        await using Child child = await StartWithMountAsync("-o ro");

        Line error = await child.AskAsync("try", Command(engine));
        Assert.Equal("BL2006", error["code"]);
        Assert.Contains(_folder.FullPath, error["message"], StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_full_disk_is_an_error_and_leaves_no_phantom(string engine)
    {
        await using Child child = await StartWithMountAsync("-o size=64k");
        string mounted = $"/proc/{child.Id}/root{_folder.FullPath}";
        string filler = mounted + "/filler";
        Fill(filler);

        Line error = await child.AskAsync("try", Command(engine));
        Assert.Equal("BL2006", error["code"]);
        Assert.Contains("not full", error["message"], StringComparison.Ordinal);

        File.Delete(filler);
        Assert.Equal("held", (await child.AskAsync("try", Command(engine))).Word);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_disk_that_fills_up_while_holding_does_not_matter(string engine)
    {
        await using Child child = await StartWithMountAsync("-o size=64k");
        string filler = $"/proc/{child.Id}/root{_folder.FullPath}/filler";
        Assert.Equal("held", (await child.AskAsync("try", Command(engine))).Word);
        Fill(filler);

        Line released = await child.AskAsync("release", ("name", "it"));
        Assert.Contains(released.Word, new[] { "released", "release-failed" });
        File.Delete(filler);
        Assert.Equal("held", (await child.AskAsync("try", Command(engine))).Word);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void A_planted_link_is_not_followed(string engine)
    {
        // Whoever may write to the shared directory can put a link in a lock's place, before its first hold.
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege there.");
        LockOptions options = Options(engine, _folder.Create("locks"));
        string place = StateRoot.FolderFor(LockRequest.Create(LockKey.Named(_key), options));
        string target = Path.Combine(_folder.Create("elsewhere"), Path.GetFileName(place));
        switch (engine)
        {
            case "oslock": File.WriteAllText(target, "precious"); break;
            case "lockfile": File.WriteAllText(Path.Combine(Directory.CreateDirectory(target).FullName, "0"), string.Empty); break;
            default: Directory.CreateDirectory(Path.Combine(target, "0")); break;
        }

        File.CreateSymbolicLink(place, target);
        string[] before = Directory.GetFileSystemEntries(_folder.Below("elsewhere"), "*", SearchOption.AllDirectories);

        Exception? e = Record.Exception(() => ProcessLock.TryAcquire(_key, options)?.Dispose());

        Assert.Equal(before, Directory.GetFileSystemEntries(_folder.Below("elsewhere"), "*", SearchOption.AllDirectories));
        Assert.True(engine != "oslock" || File.ReadAllText(target) == "precious", "Written through the link.");
        Assert.Contains("link", Assert.IsType<LockEngineException>(e).Message, StringComparison.Ordinal);
    }

    private static LockOptions Options(string engine, string directory)
        => new() { Engine = engine, LockDirectory = directory, Timeout = TimeSpan.FromSeconds(5) };

    private static void Fill(string file)
    {
        using var stream = new FileStream(file, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            while (true)
            {
                stream.Write(new byte[1024]);
            }
        }
        catch (IOException)
        {
            // Full, as wanted.
        }
    }

    private System.Collections.Generic.IEnumerable<(string, string?)> Command(string engine)
        => ChildSettings.Write(Options(engine, _folder.Below("locks")), ("key", _key), ("name", "it"));

    /// <summary>A child that sees a file system of its own in the test's folder.</summary>
    private async Task<Child> StartWithMountAsync(string options)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.UserName == "root", "Only root may mount.");
        string script = $"mount -t tmpfs {options} none '{_folder.FullPath}' && exec dotnet '{ChildProgram.Path}'";
        try
        {
            return await Child.StartAsync(new ProcessStartInfo("unshare", ["--mount", "sh", "-c", script])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false,
            });
        }
        catch (InvalidOperationException e)
        {
            Assert.Skip("Mounting is not possible here: " + e.Message);
            throw;
        }
    }
}
