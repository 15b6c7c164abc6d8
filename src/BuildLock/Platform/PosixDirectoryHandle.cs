using System;
using System.Collections.Generic;
using System.IO;

namespace BuildLock.Platform;

internal sealed class PosixDirectoryHandle : DirectoryHandle
{
    private const uint OwnerOnly = 0x1C0; // octal 0700

    private PosixDirectoryHandle(Descriptor descriptor, string path)
        : base(path) => Descriptor = descriptor;

    /// <summary>For calls that are not here.</summary>
    public Descriptor Descriptor { get; }

    public static DirectoryHandle? TryOpenPath(string path)
    {
        Descriptor? opened = PosixAt.Open(path, OpenFlags.Read | OpenFlags.Directory, out int error);
        return opened is not null ? new PosixDirectoryHandle(opened, path)
            : error == Posix.NoEntry ? null
            : throw PosixError.Exception(error, "open", path);
    }

    public override FileStatus Status() => FileStatus.Of(Descriptor, out int error) ?? throw PosixError.Exception(error, "look at", FullPath);

    public override FileStatus? Status(string name)
        => FileStatus.Of(Descriptor, name, out int error)
            ?? (error is Posix.NoEntry ? null : throw PosixError.Exception(error, "look at", PathOf(name)));

    public override DirectoryHandle? TryOpenDirectory(string name)
    {
        Descriptor? opened = PosixAt.Open(Descriptor, name, OpenFlags.Read | OpenFlags.Directory, 0, out int error);
        return opened is not null ? new PosixDirectoryHandle(opened, PathOf(name)) : (DirectoryHandle?)Explain(error, name, FileKind.Directory);
    }

    public override DirectoryHandle? TryCreateDirectory(string name, uint mode)
    {
        int error = PosixAt.MakeDirectory(Descriptor, name, OwnerOnly);
        if (error != 0)
        {
            return error == Posix.Exists ? null : throw PosixError.Exception(error, "make directory", PathOf(name));
        }

        // Who owns this folder may have put another in its place by now, sticky or not: so the mode is set on what is open, and
        // only when it is ours.
        DirectoryHandle made = TryOpenDirectory(name) ?? throw new DirectoryNotFoundException($"'{PathOf(name)}' was deleted while it was being made.");
        bool ready = false;
        try
        {
            if (!IsOfUs(made.Status()))
            {
                throw new UntrustedFileException($"'{PathOf(name)}' was replaced by another user's directory while it was being made.", PathOf(name));
            }

            error = mode == OwnerOnly ? 0 : PosixAt.ChangeMode(((PosixDirectoryHandle)made).Descriptor, mode);
            ready = error == 0 ? true : throw PosixError.Exception(error, "set the mode of", PathOf(name));
            return made;
        }
        finally
        {
            if (!ready)
            {
                made.Dispose();
            }
        }
    }

    public override FileHandle? TryOpenFile(string name, FileAccess access)
    {
        int flags = access switch
        {
            FileAccess.Read => OpenFlags.Read,
            FileAccess.Write => OpenFlags.Write,
            _ => OpenFlags.ReadWrite,
        };
        Descriptor? opened = PosixAt.Open(Descriptor, name, flags, 0, out int error);
        if (opened is null)
        {
            return (FileHandle?)Explain(error, name, FileKind.File);
        }

        var file = new PosixFileHandle(opened, PathOf(name));
        bool isFile = false;
        try
        {
            FileKind kind = file.Status().Kind;
            isFile = kind == FileKind.File;
            return isFile ? file : throw UntrustedFileException.OfKind(kind, file.FullPath);
        }
        finally
        {
            if (!isFile)
            {
                file.Dispose();
            }
        }
    }

    public override FileHandle? TryCreateFile(string name, uint mode)
    {
        Descriptor? made = PosixAt.Open(Descriptor, name, OpenFlags.ReadWrite | OpenFlags.Create | OpenFlags.Exclusive, mode, out int error);
        return made is not null ? new PosixFileHandle(made, PathOf(name))
            : error == Posix.Exists ? null
            : throw PosixError.Exception(error, "create", PathOf(name));
    }

    public override bool TryRenameDirectory(string name, string newName)
    {
        int error = PosixAt.Rename(Descriptor, name, Descriptor, newName);
        return error == 0 || (error == Posix.Exists || error == Posix.NotEmpty ? false : throw PosixError.Exception(error, "rename to", PathOf(newName)));
    }

    public override bool TryRenameFile(string name, DirectoryHandle newFolder, string newName)
    {
        Descriptor target = ((PosixDirectoryHandle)newFolder).Descriptor;
        int error = PosixAt.RenameWithoutReplacing(Descriptor, name, target, newName);
        if (error == Posix.Invalid || error == Posix.NotSupported || error == Posix.NotImplemented)
        {
            // Neither kernel, C library nor file system know it: link(2) does the same in two steps. It fails when the name is
            // taken, on NFS too. A first name that stays is litter, and to report it would deny a success.
            error = PosixAt.Link(Descriptor, name, target, newName);
            _ = error == 0 && TryDeleteFile(name);
        }

        return error == 0 || (error == Posix.Exists ? false : throw PosixError.Exception(error, "rename to", newFolder.PathOf(newName)));
    }

    public override bool TryDeleteFile(string name) => PosixAt.Delete(Descriptor, name, 0) is 0 or Posix.NoEntry;

    public override bool TryDeleteDirectory(string name) => PosixAt.Delete(Descriptor, name, OpenFlags.RemoveDirectory) is 0 or Posix.NoEntry;

    public override void Touch(string name)
    {
        int error = PosixAt.Touch(Descriptor, name);
        if (error != 0)
        {
            throw PosixError.Exception(error, "touch", PathOf(name));
        }
    }

    protected override IReadOnlyList<DirectoryEntry> FirstEntries(int atLeast) => PosixListing.First(Descriptor, FullPath, atLeast);

    public override bool IsOfUs(FileStatus status)
    {
        if (status.IsOurs)
        {
            return true;
        }

        string probe = ".probe-" + Guid.NewGuid().ToString("N");
        using FileHandle? file = TryCreateFile(probe, OwnerOnly);
        _ = TryDeleteFile(probe);
        return file?.Status().Owner == status.Owner;
    }

    public override void Dispose() => Descriptor.Dispose();

    // Returns null when there is nothing of that name.
    private object? Explain(int error, string name, FileKind wanted)
    {
        if (error == Posix.NoEntry)
        {
            return null;
        }

        // Of a link the number is ELOOP or ENOTDIR, of a directory EISDIR, of a pipe ENXIO: what is there says it better.
        return Status(name) is { } status && status.Kind != wanted
            ? throw UntrustedFileException.OfKind(status.Kind, PathOf(name))
            : throw PosixError.Exception(error, "open", PathOf(name));
    }
}
