using System;
using System.Collections.Generic;
using System.IO;
using BuildLock.Identity;
using BuildLock.Platform;

namespace BuildLock.Engines.State;

/// <summary>Where the state of directory locks lives, and how its folders are opened and made.</summary>
/// <remarks>Below the system's own folder, and beside a locked one, each folder on the way is opened by its name in the one
/// before, no link is followed, and <see cref="FolderTrust"/> looks whose it is. A directory that the caller named is opened by its
/// path: links in it are the caller's own choice.</remarks>
internal static class StateRoot
{
    // Everybody may add, only the owner may remove: as /tmp.
    private const uint ModeForAll = 0x3FF; // octal 1777
    private const uint ModeForUser = 0x1C0; // octal 0700

    /// <summary>The system's own folder, in which all may make theirs.</summary>
    private static readonly string SystemFolder = OperatingSystemKind.IsWindows ? Environment.GetFolderPath(Environment.SpecialFolder.CommonApplicationData)
        : OperatingSystemKind.IsMac ? "/Users/Shared"
        : "/var/tmp";

    /// <summary>The folder of machine scope.</summary>
    public static string Machine { get; } = Path.Combine(SystemFolder, OperatingSystemKind.IsWindows ? "BuildLock" : "buildlock");

    /// <summary>The folder of this user's scope.</summary>
    public static string OfUser { get; } = Path.Combine(Machine, UserIdentity.Current.Replace('\\', '-'));

    /// <summary>Both: where locks of this machine lie when nothing else was asked for.</summary>
    public static IReadOnlyList<string> OfMachine() => new[] { Machine, OfUser };

    /// <summary>The folder that holds the lock's own folder.</summary>
    public static string PathFor(LockRequest request)
    {
        if (request.LockDirectory is { } chosen)
        {
            return chosen;
        }

        if (request.Key.IsPath)
        {
            // Beside, never inside: a clean of the folder must not wipe the lock, and whoever sees the folder sees this.
            return Path.Combine(Path.GetDirectoryName(request.Key.Text)!, "." + Path.GetFileName(request.Key.Text) + BesideSuffix);
        }

        // Not below the home folder: HOME differs between a user's shells, services and CI jobs, and two homes would be two locks.
        return request.Scope == LockScope.User ? OfUser : Machine;
    }

    /// <summary>The lock's own folder. The version of the format is in its name; engines do not share.</summary>
    public static string FolderFor(LockRequest request) => Path.Combine(PathFor(request), NameFor(request));

    /// <summary>The name of the lock's own folder, or file, in the root.</summary>
    public static string NameFor(LockRequest request) => Prefix(request.Engine.Name) + request.Id;

    /// <summary>What the names of an engine's locks begin with.</summary>
    public static string Prefix(string engine) => engine + "-1-";

    /// <summary>Opens the root.</summary>
    /// <returns><see langword="null"/> when it was not made yet.</returns>
    /// <exception cref="UntrustedFileException">It is a link, or another user could undo a lock of this scope there.</exception>
    public static DirectoryHandle? TryOpen(LockRequest request)
        => request.LockDirectory is { } chosen ? DirectoryHandle.TryOpen(chosen) : Walk(PathFor(request), request.Key.IsPath, make: false, Mode(request));

    /// <summary>Opens a root by its path, as those do who look at all locks.</summary>
    /// <returns><see langword="null"/> when there is none.</returns>
    /// <exception cref="UntrustedFileException">As above.</exception>
    public static DirectoryHandle? TryOpen(string root)
    {
        bool isBeside = Path.GetFileName(root) is { } name && name.StartsWith(".", StringComparison.Ordinal) && name.EndsWith(BesideSuffix, StringComparison.Ordinal);
        return isBeside || root == Machine || root == OfUser ? Walk(root, isBeside, make: false, ModeForAll) : DirectoryHandle.TryOpen(root);
    }

    /// <summary>Opens the root, and makes it with a mode that lets those contend who may, where it is not there.</summary>
    public static DirectoryHandle OpenOrCreate(LockRequest request)
    {
        if (request.LockDirectory is not { } chosen)
        {
            return Walk(PathFor(request), request.Key.IsPath, make: true, Mode(request))!;
        }

        if (DirectoryHandle.TryOpen(chosen) is { } there)
        {
            return there;
        }

        if (Path.GetDirectoryName(chosen) is not { } parent)
        {
            throw new DirectoryNotFoundException($"'{chosen}' is not there.");
        }

#pragma warning disable RS0030 // Only has to exist; it is no claim. Where it is the caller decided.
        Directory.CreateDirectory(parent);
#pragma warning restore RS0030

        // A directory that the caller named may serve other scopes too; the lock's own folder in it has the scope's mode.
        using DirectoryHandle above = DirectoryHandle.TryOpen(parent) ?? throw new DirectoryNotFoundException($"'{parent}' was deleted while it was being used.");
        return Make(above, Path.GetFileName(chosen), ModeForAll);
    }

    /// <summary>The mode of the lock's own folder.</summary>
    public static uint Mode(LockRequest request) => request.Scope == LockScope.User ? ModeForUser : ModeForAll;

    private const string BesideSuffix = ".buildlock";

    private static DirectoryHandle? Walk(string root, bool isBeside, bool make, uint mode)
    {
        string above = Path.GetDirectoryName(isBeside || root == Machine ? root : Machine)!;
        DirectoryHandle? folder = DirectoryHandle.TryOpen(above);
        if (folder is null)
        {
            return make ? throw new DirectoryNotFoundException($"'{above}' is not there.") : null;
        }

        if (isBeside)
        {
            return Step(folder, Path.GetFileName(root), make, mode, check: null);
        }

        bool isOfUser = root == OfUser;
        DirectoryHandle? machine = Step(folder, Path.GetFileName(Machine), make, ModeForAll, isOfUser ? FolderTrust.RequireForUsers : FolderTrust.RequireForMachine);
        return isOfUser && machine is not null
            ? Step(machine, Path.GetFileName(OfUser), make, ModeForUser, FolderTrust.RequirePrivate)
            : machine;
    }

    // From one folder to the next; the first is closed.
    private static DirectoryHandle? Step(DirectoryHandle above, string name, bool make, uint mode, Action<DirectoryHandle>? check)
    {
        using (above)
        {
            DirectoryHandle? folder = above.TryOpenDirectory(name) ?? (make ? Make(above, name, mode) : null);
            bool isTrusted = false;
            try
            {
                if (folder is not null)
                {
                    check?.Invoke(folder);
                }

                isTrusted = true;
                return folder;
            }
            finally
            {
                if (!isTrusted)
                {
                    folder?.Dispose();
                }
            }
        }
    }

    // Under another name first: until it has its mode other users could not open it, and would be told so.
    private static DirectoryHandle Make(DirectoryHandle above, string name, uint mode)
    {
        string prepared = ".buildlock-" + Guid.NewGuid().ToString("N");
        DirectoryHandle made = above.TryCreateDirectory(prepared, mode) ?? throw new IOException($"'{above.PathOf(prepared)}' is there already.");
        bool named = false;
        try
        {
            named = above.TryRenameDirectory(prepared, name);
        }
        catch (Exception e) when ((e is IOException or UnauthorizedAccessException) && above.Status(name) is not null)
        {
            // Another one made it meanwhile. An empty one of another user's is not replaced, which the kernel says in its own words.
        }
        finally
        {
            made.Dispose();
            if (!named)
            {
                above.TryDeleteDirectory(prepared);
            }
        }

        return above.TryOpenDirectory(name) ?? throw new DirectoryNotFoundException($"'{above.PathOf(name)}' was deleted while it was being used.");
    }
}
