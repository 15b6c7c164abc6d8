using System;
using System.IO;
using BuildLock.Platform;

namespace BuildLock.Engines.OsLock;

/// <summary>The file whose exclusive lock is the lock. It is never deleted: a deleted one and its successor of the same name are two
/// files with two holders.</summary>
/// <remarks>flock(2) needs no right to write. So the file belongs to whoever made it and is written by no other, and what stands in it
/// is its owner's word.</remarks>
internal static class OsLockFile
{
    private const uint ModeForAll = 0x1A4; // octal 0644
    private const uint ModeForUser = 0x180; // octal 0600
    private const int WritableByOthers = 0x12; // octal 0022

    private const string NewPrefix = ".new-";

    /// <summary>Opens the file, for writing where it is this user's own, and makes it where there is none.</summary>
    /// <exception cref="UntrustedFileException">Something else has its name.</exception>
    public static FileHandle Open(DirectoryHandle root, string name, LockScope scope)
    {
        uint mode = scope == LockScope.User ? ModeForUser : ModeForAll;

        // Ends: it is there now, and nobody of ours deletes it; others may, again and again, and after a few turns that is an error.
        for (int turn = 0; turn < 8; turn++)
        {
            if (TryOpen(root, name) is { } file)
            {
                try
                {
                    RefuseSecondName(root, name, file);
                    Own(file, mode);
                    return file;
                }
                catch
                {
                    file.Dispose();
                    throw;
                }
            }

            Create(root, name, mode);
        }

        throw new IOException($"'{root.PathOf(name)}' is deleted again and again.");
    }

    /// <returns><see langword="null"/> when there is none.</returns>
    public static FileHandle? TryOpen(DirectoryHandle root, string name)
    {
        try
        {
            return root.TryOpenFile(name, FileAccess.ReadWrite);
        }
        catch (UnauthorizedAccessException)
        {
            return root.TryOpenFile(name, FileAccess.Read); // another user's; to lock it no more is needed
        }
    }

    // Under another name first: a file that had its name before its mode, left by who died in between, would shut other users out.
    private static void Create(DirectoryHandle root, string name, uint mode)
    {
        string prepared = NewPrefix + Guid.NewGuid().ToString("N");
        using FileHandle? file = root.TryCreateFile(prepared, mode);
        file?.SetMode(mode); // the umask took bits away
        if (!root.TryRenameFile(prepared, root, name))
        {
            root.TryDeleteFile(prepared);
        }
    }

    // Release 0.1.0 made it writable for all.
    private static void Own(FileHandle file, uint mode)
    {
        FileStatus status = file.Status();
        if (!OperatingSystemKind.IsWindows && status.IsOurs && (status.Mode & WritableByOthers) != 0)
        {
            file.SetMode(mode);
        }
    }

    // A second name (hard link) of a lock file does no harm. In its place another user may have planted a second name of another
    // file, to have it locked or written over.
    private static void RefuseSecondName(DirectoryHandle root, string name, FileHandle file)
    {
        if (file.Status().Links > 1 && file.Status().Length > 0 && Queueing.HoldRecord.Read(file) is null && file.Status().IsOurs)
        {
            throw new UntrustedFileException($"'{root.PathOf(name)}' is a second name (hard link) of a file that is no lock, perhaps planted; BuildLock does not write to it.", root.PathOf(name));
        }
    }
}
