using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using BuildLock.Platform;
using Xunit;

namespace BuildLock.Tests.Platform;

public sealed class DirectoryHandleTests : IDisposable
{
    private const uint ForAll = 0x3FF; // octal 1777
    private const uint Readable = 0x1A4; // octal 0644
    private readonly TemporaryFolder _folder = new();
    private readonly DirectoryHandle _handle;

    public DirectoryHandleTests() => _handle = DirectoryHandle.TryOpen(_folder.FullPath)!;

    public void Dispose()
    {
        _handle.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void What_is_not_there_is_a_value()
    {
        Assert.Null(DirectoryHandle.TryOpen(_folder.Below("none")));
        Assert.Null(_handle.Status("none"));
        Assert.Null(_handle.TryOpenDirectory("none"));
        Assert.Null(_handle.TryOpenFile("none", FileAccess.Read));
        Assert.True(_handle.TryDeleteFile("none"));
        Assert.True(_handle.TryDeleteDirectory("none"));
    }

    [Fact]
    public void What_is_there_is_not_made_again()
    {
        using DirectoryHandle made = _handle.TryCreateDirectory("folder", ForAll)!;
        using FileHandle file = _handle.TryCreateFile("file", Readable)!;

        Assert.Null(_handle.TryCreateDirectory("folder", ForAll));
        Assert.Null(_handle.TryCreateDirectory("file", ForAll));
        Assert.Null(_handle.TryCreateFile("file", Readable));
        Assert.Null(_handle.TryCreateFile("folder", Readable));
    }

    [Fact]
    public void A_directory_has_its_mode_and_its_owner()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "no such modes there");
        using DirectoryHandle made = _handle.TryCreateDirectory("folder", ForAll)!;

        FileStatus status = made.Status();

        Assert.Equal(FileKind.Directory, status.Kind);
        Assert.Equal((int)ForAll, status.Mode);
        Assert.True(status.IsSticky);
        Assert.True(status.IsOurs);
        Assert.Equal(Posix.EffectiveUser(), status.Owner);
    }

    [Fact]
    public void A_file_is_written_read_cut_and_touched()
    {
        DateTime longAgo = new(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc);
        using FileHandle file = _handle.OpenOrCreateFile("file", FileAccess.ReadWrite, Readable);
        byte[] big = [.. Enumerable.Range(0, 10_000).Select(i => (byte)('a' + (i % 26)))];

        file.Write(0, big);
        file.Write(10_000, "end\n"u8.ToArray());
        File.SetLastWriteTimeUtc(file.FullPath, longAgo);

        Assert.Equal(10_004, file.Status().Length);
        Assert.Equal(longAgo, file.Status().Modified);
        Assert.Equal([.. big, .. "end\n"u8], file.Read(64 * 1024));
        Assert.Equal("abc", file.ReadText(3));

        file.Touch();
        Assert.InRange(file.Status().Modified, DateTime.UtcNow.AddMinutes(-1), DateTime.UtcNow.AddMinutes(1));
        File.SetLastWriteTimeUtc(file.FullPath, longAgo);
        _handle.Touch("file");
        Assert.InRange(_handle.Status("file")!.Modified, DateTime.UtcNow.AddMinutes(-1), DateTime.UtcNow.AddMinutes(1));

        file.Truncate(2);
        Assert.Equal("ab", File.ReadAllText(file.FullPath));
    }

    [Fact]
    public void All_names_are_listed_and_no_more_than_asked_for()
    {
        string[] wanted = [.. Enumerable.Range(0, 3000).Select(i => $"a name that is not short, number {i}, with ümläuts")];
        foreach (string name in wanted)
        {
            _handle.TryCreateFile(name, Readable)!.Dispose();
        }

        // Twice, since a listing starts anew.
        Assert.Equal(wanted.Order(StringComparer.Ordinal), _handle.Names(3000).Order(StringComparer.Ordinal));
        Assert.Equal(3000, _handle.Names(3000).Count);
        Assert.Contains("more than 2999", Assert.Throws<IOException>(() => _handle.Names(2999)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_deleted_directory_has_no_names()
    {
        using DirectoryHandle made = _handle.TryCreateDirectory("folder", ForAll)!;
        using DirectoryHandle again = _handle.TryOpenDirectory("folder")!;
        Assert.True(made.IsAt(_handle, "folder"));

        Assert.True(_handle.TryDeleteDirectory("folder"));

        Assert.SkipWhen(OperatingSystem.IsWindows(), "paths only there");
        Assert.Empty(again.Names(10));
        Assert.False(made.IsAt(_handle, "folder"));
    }

    [Fact]
    public void A_renamed_directory_stays_open_and_is_seen_to_be_gone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "paths only there");
        using DirectoryHandle made = _handle.TryCreateDirectory("folder", ForAll)!;

        Directory.Move(_folder.Below("folder"), _folder.Below("away"));
        _handle.TryCreateDirectory("folder", ForAll)!.Dispose();

        Assert.False(made.IsAt(_handle, "folder"));
        made.TryCreateFile("file", Readable)!.Dispose();
        Assert.True(File.Exists(_folder.Below("away/file")));
    }

    [Fact]
    public void A_taken_name_is_not_replaced_by_a_rename()
    {
        using DirectoryHandle full = _handle.TryCreateDirectory("full", ForAll)!;
        full.TryCreateFile("file", Readable)!.Dispose();
        _handle.TryCreateDirectory("new", ForAll)!.Dispose();
        _handle.TryCreateFile("text", Readable)!.Dispose();

        Assert.False(_handle.TryRenameDirectory("new", "full"));
        Assert.False(_handle.TryRenameFile("text", full, "file"));
        Assert.True(_handle.TryRenameDirectory("new", "newer"));
        Assert.True(_handle.TryRenameFile("text", full, "text"));
        Assert.Equal(["file", "text"], full.Names(10).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_directory_with_content_is_not_deleted()
    {
        using DirectoryHandle full = _handle.TryCreateDirectory("full", ForAll)!;
        full.TryCreateFile("file", Readable)!.Dispose();

        Assert.False(_handle.TryDeleteDirectory("full"));
        Assert.False(_handle.TryDeleteFile("full"));
        Assert.True(full.TryDeleteFile("file"));
        Assert.True(_handle.TryDeleteDirectory("full"));
    }

    [Fact]
    public void A_link_is_neither_opened_nor_changed_but_deleted()
    {
        Directory.CreateDirectory(_folder.Below("target"));
        File.WriteAllText(_folder.Below("precious"), "precious");
        Directory.CreateSymbolicLink(_folder.Below("to-folder"), _folder.Below("target"));
        File.CreateSymbolicLink(_folder.Below("to-file"), _folder.Below("precious"));
        File.CreateSymbolicLink(_folder.Below("to-nothing"), _folder.Below("new"));

        Assert.Throws<UntrustedFileException>(() => _handle.TryOpenDirectory("to-folder"));
        Assert.Throws<UntrustedFileException>(() => _handle.TryOpenFile("to-file", FileAccess.ReadWrite));
        Assert.Throws<UntrustedFileException>(() => _handle.OpenOrCreateFile("to-nothing", FileAccess.ReadWrite, Readable));
        Assert.Null(_handle.TryCreateFile("to-nothing", Readable));
        Assert.Equal(FileKind.Link, _handle.Status("to-file")!.Kind);
        Assert.False(File.Exists(_folder.Below("new")));

        Assert.True(_handle.TryDeleteFile("to-file"));
        Assert.Equal("precious", File.ReadAllText(_folder.Below("precious")));
    }

    [Fact]
    public void A_pipe_and_a_directory_are_no_files_and_nothing_waits()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "no such pipes there");
        Process.Start("mkfifo", _folder.Below("pipe")).WaitForExit();
        Directory.CreateDirectory(_folder.Below("folder"));

        foreach (FileAccess access in new[] { FileAccess.Read, FileAccess.Write, FileAccess.ReadWrite })
        {
            Assert.Contains("a pipe", Assert.Throws<UntrustedFileException>(() => _handle.TryOpenFile("pipe", access)).Message, StringComparison.Ordinal);
            Assert.Contains("a directory", Assert.Throws<UntrustedFileException>(() => _handle.TryOpenFile("folder", access)).Message, StringComparison.Ordinal);
        }

        Assert.Contains("a pipe", Assert.Throws<UntrustedFileException>(() => _handle.TryOpenDirectory("pipe")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("/etc/passwd")]
    public void A_path_is_no_name(string name) => Assert.Throws<ArgumentException>(() => _handle.TryOpenFile(name, FileAccess.Read));

    [Fact]
    public void A_lock_belongs_to_its_handle()
    {
        using FileHandle first = _handle.TryCreateFile("gate", Readable)!;
        using FileHandle second = _handle.TryOpenFile("gate", FileAccess.Read)!;

        Assert.True(first.TryLock());
        Assert.False(second.TryLock());
        first.Unlock();
        Assert.True(second.TryLock());
    }

    [Fact]
    public void Nothing_of_it_is_inherited()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "/proc");
        using FileHandle file = _handle.TryCreateFile("file", Readable)!;
        using var child = Process.Start(new ProcessStartInfo("ls", "-l /proc/self/fd") { RedirectStandardOutput = true, UseShellExecute = false })!;

        string open = child.StandardOutput.ReadToEnd();

        Assert.Contains("->", open, StringComparison.Ordinal);
        Assert.DoesNotContain(_folder.FullPath, open, StringComparison.Ordinal);
    }
}
