using System;
using System.ComponentModel;
using System.IO;
using System.Text;
using BuildLock.Engines.State;
using BuildLock.Identity;
using BuildLock.Platform;

namespace BuildLock.Engines.OsLock;

/// <summary>A file whose exclusive lock is ours. Closing it gives the lock up; so does the end of the process.</summary>
/// <remarks>
/// <para>The file is never deleted: a deleted one and its successor of the same name are two files with two holders.</para>
/// <para>On Unix .NET takes flock(2) when it opens a file, exclusive for <c>FileShare.None</c>; but it passes over a file
/// system that has none, and can be told not to (<c>DOTNET_SYSTEM_IO_DISABLEFILELOCKING</c>): a lock that silently is none.
/// So flock(2) is called once more on the open file, which costs nothing when the lock is ours already and says so when it
/// cannot be had. fcntl(2) locks, which <c>FileStream.Lock</c> takes on Unix, belong to the process and end when any
/// descriptor of the file is closed.</para>
/// </remarks>
internal static class ExclusiveFile
{
    private const uint ModeForAll = 0x1B6; // octal 0666: every contender writes its name into it
    private const uint ModeForUser = 0x180; // octal 0600

    private const string NewPrefix = ".new-";

    // Far behind the text: a locked range on Windows cannot be read by others, and the text must be.
    private const long LockedByte = 1L << 40;
    private const int LockViolation = unchecked((int)0x80070021);

    /// <returns>The locked file, or <see langword="null"/> when somebody else has it.</returns>
    public static FileStream? TryOpen(string path, LockScope scope)
    {
        // Ends: a turn repeats only when the file was replaced between opening and locking it, or was half named.
        for (int turn = 0; turn < 8; turn++)
        {
            FileStream? file = Open(path, scope);
            bool ours = false;
            try
            {
                if (file is null || !TryLock(file))
                {
                    return null;
                }

                ours = IsStillAt(file, path) && IsOnlyOurs(file, path);
                if (ours)
                {
                    return file;
                }

                StateRoot.RefuseLink(path);
            }
            finally
            {
                if (!ours)
                {
                    file?.Dispose();
                }
            }
        }

        return null;
    }

    /// <summary>Whether the path still leads to this file. Only Linux tells; elsewhere it is taken for granted, since BuildLock
    /// itself never deletes the file.</summary>
    public static bool IsStillAt(FileStream file, string path)
        => FileStatus.Of(file.SafeFileHandle) is not { } status || status.IsSameFileAs(FileStatus.Of(path));

    // A second name (hard link) of a lock file does no harm; but in its place somebody may have planted a second name of
    // another file, to have it written over. What is in it tells.
    private static bool IsOnlyOurs(FileStream file, string path)
    {
        if (FileStatus.Of(file.SafeFileHandle) is not { Links: > 1 } status)
        {
            return true;
        }

        if (file.Length > 0)
        {
            var start = new byte[HolderText.Start.Length];
            bool isLockFile = file.Read(start, 0, start.Length) == start.Length && Encoding.ASCII.GetString(start) == HolderText.Start;
            file.Position = 0;
            return isLockFile ? true : throw new IOException($"'{path}' is a second name (hard link) of a file that is no lock, perhaps planted; BuildLock does not write to it.");
        }

        // New: who made it has given it its name by link(2), and not taken the other one away, or died before.
        foreach (string half in Directory.GetFiles(Path.GetDirectoryName(path)!, NewPrefix + "*"))
        {
            if (status.IsSameFileAs(FileStatus.Of(half)))
            {
                StateFiles.TryDelete(half);
                return false;
            }
        }

        throw new IOException($"'{path}' is a second name (hard link) of another file, perhaps planted; BuildLock does not write to it.");
    }

    // Returns null when it is open for somebody else on Unix, where opening locks.
    private static FileStream? Open(string path, LockScope scope)
    {
        FileShare share = OperatingSystemKind.IsWindows ? FileShare.ReadWrite | FileShare.Delete : FileShare.None;
        for (int turn = 0; ; turn++)
        {
            try
            {
                // Without O_CREAT when it exists: Linux refuses that for another user's file in a folder that everybody
                // may write (sysctl fs.protected_regular, proc(5)).
                return new FileStream(path, FileMode.Open, FileAccess.ReadWrite, share, bufferSize: 1);
            }
            catch (FileNotFoundException) when (turn < 7)
            {
                // Ends: it is there now, and nobody of ours deletes it; others may, and a link may lead nowhere.
                if (!TryCreate(path, scope))
                {
                    StateRoot.RefuseLink(path);
                }
            }
            catch (IOException e) when (!OperatingSystemKind.IsWindows && e.HResult == Posix.WouldBlock)
            {
                return null;
            }
        }
    }

    // Under another name first: .NET takes a shared lock on what it creates, which could meet the exclusive one of somebody who
    // opened it just then, and with the wrong mode, left for ever by who died before setting it, other users would be shut out.
    private static bool TryCreate(string path, LockScope scope)
    {
        string prepared = StateFiles.Beside(path, NewPrefix);
        bool named = false;
        try
        {
            using (FileStream file = StateFiles.TryCreate(prepared)!)
            {
                if (!OperatingSystemKind.IsWindows)
                {
                    Posix.ChangeMode(file.SafeFileHandle, scope == LockScope.User ? ModeForUser : ModeForAll);
                }
            }

            named = AtomicRename.TryMoveFile(prepared, path);
            return named;
        }
        finally
        {
            if (!named)
            {
                StateFiles.TryDelete(prepared);
            }
        }
    }

    private static bool TryLock(FileStream file)
    {
        if (OperatingSystemKind.IsWindows)
        {
            try
            {
#pragma warning disable CA1416 // Windows only, as asked above.
                file.Lock(LockedByte, 1);
#pragma warning restore CA1416
                return true;
            }
            catch (IOException e) when (e.HResult == LockViolation)
            {
                return false;
            }
        }

        int error = Posix.TryLockFile(file.SafeFileHandle);
        return error == 0 || (error == Posix.WouldBlock ? false
            : throw new IOException(FormattableString.Invariant($"the operating system cannot lock it: {new Win32Exception(error).Message} ({error})."), error));
    }
}
