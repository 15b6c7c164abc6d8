using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace BuildLock.Platform;

#pragma warning disable RS0030 // Paths, since Windows has no calls by handle in .NET: see the base class for what that leaves open.
internal sealed class WindowsDirectoryHandle : DirectoryHandle
{
    private const int Exists = unchecked((int)0x80070050); // ERROR_FILE_EXISTS
    private const int AlreadyExists = unchecked((int)0x800700B7); // ERROR_ALREADY_EXISTS

    private WindowsDirectoryHandle(string path)
        : base(path)
    {
    }

    public static DirectoryHandle? TryOpenPath(string path) => Directory.Exists(path) ? new WindowsDirectoryHandle(path) : null;

    public override FileStatus Status() => FileStatus.OfWindows(FullPath) ?? throw new DirectoryNotFoundException($"'{FullPath}' is not there any more.");

    public override FileStatus? Status(string name) => FileStatus.OfWindows(Checked(name));

    public override DirectoryHandle? TryOpenDirectory(string name)
        => Status(name) is not { } status ? null
            : status.Kind == FileKind.Directory ? new WindowsDirectoryHandle(PathOf(name))
            : throw UntrustedFileException.OfKind(status.Kind, PathOf(name));

    public override DirectoryHandle? TryCreateDirectory(string name, uint mode)
    {
        if (Status(name) is not null)
        {
            return null;
        }

        Directory.CreateDirectory(PathOf(name)); // of two who make it at once both succeed: what has to be exclusive is a rename
        return TryOpenDirectory(name);
    }

    public override FileHandle? TryOpenFile(string name, FileAccess access)
        => Status(name) is not { } status ? null
            : status.Kind != FileKind.File ? throw UntrustedFileException.OfKind(status.Kind, PathOf(name))
            : TryOpen(name, FileMode.Open, access);

    public override FileHandle? TryCreateFile(string name, uint mode) => TryOpen(name, FileMode.CreateNew, FileAccess.ReadWrite);

    public override bool TryRenameDirectory(string name, string newName)
    {
        try
        {
            Directory.Move(Checked(name), Checked(newName)); // MoveFile: fails when the target exists
            return true;
        }
        catch (IOException) when (Status(newName) is not null)
        {
            return false;
        }
    }

    public override bool TryRenameFile(string name, DirectoryHandle newFolder, string newName)
    {
        try
        {
            File.Move(Checked(name), newFolder.PathOf(newName));
            return true;
        }
        catch (IOException) when (newFolder.Status(newName) is not null)
        {
            return false;
        }
    }

    public override bool TryDeleteFile(string name) => TryDelete(() => File.Delete(Checked(name)));

    public override bool TryDeleteDirectory(string name) => TryDelete(() => Directory.Delete(Checked(name)));

    public override void Touch(string name)
    {
        using FileHandle file = TryOpenFile(name, FileAccess.ReadWrite) ?? throw new FileNotFoundException($"'{PathOf(name)}' is not there any more.");
        file.Touch();
    }

    protected override IReadOnlyList<DirectoryEntry> FirstEntries(int atLeast)
        => Directory.EnumerateFileSystemEntries(FullPath).Take(atLeast).Select(path => new DirectoryEntry(Path.GetFileName(path)!, null)).ToList();

    public override bool IsOfUs(FileStatus status) => true;

    public override void Dispose()
    {
    }

    // Null when it is there and was to be new, or is not there any more and was to be opened.
    private WindowsFileHandle? TryOpen(string name, FileMode mode, FileAccess access)
    {
        try
        {
            return new WindowsFileHandle(new FileStream(Checked(name), mode, access, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1, FileOptions.Asynchronous)); // see WindowsFileLockWait
        }
        catch (FileNotFoundException) when (mode == FileMode.Open)
        {
            return null;
        }
        catch (IOException e) when (mode == FileMode.CreateNew && e.HResult is Exists or AlreadyExists)
        {
            return null;
        }
    }

    private static bool TryDelete(Action delete)
    {
        try
        {
            delete();
            return true;
        }
        catch (DirectoryNotFoundException)
        {
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // as the contract says: it stays, and nothing rests on it
        }
    }

    private string Checked(string name)
        => name.Length > 0 && name != ".." && name.IndexOfAny(['/', '\\', ':', '\0']) < 0 ? PathOf(name)
            : throw new ArgumentException($"'{name}' is no name of a file.", nameof(name));
}
