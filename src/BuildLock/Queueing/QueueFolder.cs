using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using BuildLock.Platform;

namespace BuildLock.Queueing;

/// <summary>The files of one queue.</summary>
/// <remarks>
/// <list type="bullet">
/// <item><c>turnstile</c>, <c>gate</c>: locked, never deleted. flock(2) needs no right to write, so each belongs to whoever made
/// it and is written by no other.</item>
/// <item>The holder's record: in the gate's file where that is the holder's own, otherwise in <c>holders/UID</c>, a folder that is
/// there only where several users take the lock. A record in a file that its writer does not own would prove nothing of
/// who wrote it.</item>
/// <item><c>waiter-…</c>: who has waited for a second.</item>
/// </list>
/// </remarks>
internal sealed class QueueFolder : IDisposable
{
    public const string WaiterPrefix = "waiter-";
    public const string TurnstileName = "turnstile";
    public const string GateName = "gate";
    private const string HoldersName = "holders";

    // Several times what the crowds of tests need. More is another user's nonsense, and then nothing is read there.
    private const int MostNames = 4096;

    private const uint FolderForAll = 0x3FF; // octal 1777
    private const uint FolderForUser = 0x1C0; // octal 0700
    private const uint FileForAll = 0x1A4; // octal 0644
    private const uint FileForUser = 0x180; // octal 0600

    private readonly DirectoryHandle _folder;
    private readonly uint _mode;

    private QueueFolder(DirectoryHandle folder, QueueAddress address)
    {
        _folder = folder;
        _mode = address.IsOfUser ? FileForUser : FileForAll;
    }

    /// <returns><see langword="null"/> where there can be no queue: contenders look for themselves then.</returns>
    /// <param name="problem">Why there is none, for those who diagnose.</param>
    public static QueueFolder? TryOpen(QueueAddress address, out Exception? problem)
    {
        problem = null;
        try
        {
            // Ends: after a few turns in which it was made or deleted between two calls there is none.
            for (int turn = 0; turn < 4; turn++)
            {
                if (QueueRoot.TryOpen() is not { } root)
                {
                    return null;
                }

                try
                {
                    if ((root.TryOpenDirectory(address.Name) ?? root.TryCreateDirectory(address.Name, address.IsOfUser ? FolderForUser : FolderForAll)) is { } folder)
                    {
                        return new QueueFolder(folder, address);
                    }
                }
                catch (DirectoryNotFoundException)
                {
                    QueueRoot.Forget(root);
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problem = e; // comfort, and nothing else: the engine excludes without it
        }

        return null;
    }

    /// <summary>As <see cref="TryOpen"/>, for those who only look: makes nothing.</summary>
    public static QueueFolder? TryFind(QueueAddress address)
    {
        try
        {
            using DirectoryHandle? root = QueueRoot.TryFind();
            return root?.TryOpenDirectory(address.Name) is { } folder ? new QueueFolder(folder, address) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Deletes what a queue's folder can hold, by name; what else is there stays, and with it the folder.</summary>
    /// <returns>Whether all of that is gone.</returns>
    public static bool DeleteFiles(DirectoryHandle folder)
    {
        using (DirectoryHandle? holders = folder.TryOpenDirectory(HoldersName))
        {
            foreach (string user in holders?.FirstNames(MostNames) ?? Array.Empty<string>())
            {
                holders!.TryDeleteFile(user);
            }
        }

        bool isEmpty = folder.Status(HoldersName) is null || folder.TryDeleteDirectory(HoldersName);
        foreach (string waiter in folder.FirstNames(MostNames).Where(name => name.StartsWith(WaiterPrefix, StringComparison.Ordinal)))
        {
            isEmpty &= folder.TryDeleteFile(waiter);
        }

        return isEmpty && folder.TryDeleteFile(GateName) && folder.TryDeleteFile(TurnstileName);
    }

    public FileHandle OpenTurnstile() => Open(_folder, TurnstileName, FileAccess.Read);

    /// <summary>The gate, open for writing where it is this user's own.</summary>
    public FileHandle OpenGate()
    {
        try
        {
            return Open(_folder, GateName, FileAccess.ReadWrite);
        }
        catch (UnauthorizedAccessException)
        {
            return Open(_folder, GateName, FileAccess.Read);
        }
    }

    /// <summary>This user's own record, for a gate that is another user's.</summary>
    public FileHandle OpenOwnRecord()
    {
        using DirectoryHandle holders = _folder.TryOpenDirectory(HoldersName) ?? _folder.TryCreateDirectory(HoldersName, FolderForAll)
            ?? throw new IOException($"'{_folder.PathOf(HoldersName)}' was made and deleted just now.");
        string name = Posix.EffectiveUser().ToString(CultureInfo.InvariantCulture);
        FileHandle file = Open(holders, name, FileAccess.ReadWrite);
        if (file.Status().IsOurs)
        {
            return file;
        }

        file.Dispose();
        throw new UntrustedFileException($"'{holders.PathOf(name)}' is another user's.", holders.PathOf(name));
    }

    /// <summary>The records of users whose gate it is not. The caller disposes each before the next.</summary>
    public IEnumerable<FileHandle> OpenHolders()
    {
        using DirectoryHandle? holders = TryOpenHolders();
        foreach (string name in holders is null ? Array.Empty<string>() : NamesIn(holders))
        {
            // Anybody can make a file of that name; what counts is written by the user whose number it is.
            if (TryRead(holders!, name) is { } file)
            {
                if (name == file.Status().Owner.ToString(CultureInfo.InvariantCulture))
                {
                    yield return file;
                }
                else
                {
                    file.Dispose();
                }
            }
        }
    }

    public FileHandle CreateWaiter(string name) => TryCreate(_folder, name) ?? throw new IOException($"'{_folder.PathOf(name)}' is there already.");

    public void DeleteWaiter(string name) => _folder.TryDeleteFile(name);

    /// <summary>Opens what another process may have written.</summary>
    /// <returns><see langword="null"/> when it is not there, or not to be read.</returns>
    public FileHandle? TryReadWaiter(string name) => TryRead(_folder, name);

    public FileHandle? TryReadGate() => TryRead(_folder, GateName);

    public FileHandle? TryReadTurnstile() => TryRead(_folder, TurnstileName);

    public IEnumerable<string> Waiters() => NamesIn(_folder).Where(name => name.StartsWith(WaiterPrefix, StringComparison.Ordinal));

    public void Dispose() => _folder.Dispose();

    // Ends: each turn means that the file was deleted or made between two calls, and after a few that is an error.
    private FileHandle Open(DirectoryHandle folder, string name, FileAccess access)
    {
        for (int turn = 0; turn < 8; turn++)
        {
            if ((folder.TryOpenFile(name, access) ?? TryCreate(folder, name)) is { } file)
            {
                return file;
            }
        }

        throw new IOException($"'{folder.PathOf(name)}' is deleted and made again all the time.");
    }

    private FileHandle? TryCreate(DirectoryHandle folder, string name)
    {
        FileHandle? file = folder.TryCreateFile(name, _mode);
        file?.SetMode(_mode); // the umask took bits away
        return file;
    }

    private static FileHandle? TryRead(DirectoryHandle folder, string name)
    {
        try
        {
            return folder.TryOpenFile(name, FileAccess.Read);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // a planted thing, or a private one: information that is missing
        }
    }

    private static IReadOnlyList<string> NamesIn(DirectoryHandle folder)
    {
        try
        {
            return folder.Names(MostNames);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Array.Empty<string>();
        }
    }

    private DirectoryHandle? TryOpenHolders()
    {
        try
        {
            // Two names: its own and the one in the folder above. A folder in it would be a third; to look for one that is not there
            // takes several times as long. (Some file systems do not count: there it is looked for.)
            return _folder.Status().Links == 2 ? null : _folder.TryOpenDirectory(HoldersName);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // a planted thing, or a private one
        }
    }
}
