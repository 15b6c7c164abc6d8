using System;
using System.Collections.Generic;
using System.IO;
using BuildLock.Identity;
using BuildLock.Platform;

namespace BuildLock.Engines.State;

/// <summary>Where the state of directory locks lives, and how its folders are made.</summary>
internal static class StateRoot
{
    // Everybody may add, only the owner may remove: as /tmp.
    private const uint ModeForAll = 0x3FF; // octal 1777
    private const uint ModeForUser = 0x1C0; // octal 0700

    /// <summary>The folder of machine scope.</summary>
    public static string Machine { get; } = OperatingSystemKind.IsWindows ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.CommonApplicationData), "BuildLock")
        : OperatingSystemKind.IsMac ? "/Users/Shared/buildlock"
        : "/var/tmp/buildlock";

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
            return Path.Combine(Path.GetDirectoryName(request.Key.Text)!, "." + Path.GetFileName(request.Key.Text) + ".buildlock");
        }

        // Not below the home folder: HOME differs between a user's shells, services and CI jobs, and two homes would be two locks.
        return request.Scope == LockScope.User ? OfUser : Machine;
    }

    /// <summary>The lock's own folder. The version of the format is in its name; engines do not share.</summary>
    public static string FolderFor(LockRequest request) => Path.Combine(PathFor(request), Prefix(request.Engine.Name) + request.Id);

    /// <summary>What the names of an engine's locks begin with.</summary>
    public static string Prefix(string engine) => engine + "-1-";

    /// <summary>Makes the root, with a mode that lets those contend who may.</summary>
    public static void Create(LockRequest request)
    {
        string root = PathFor(request);
        if (request.LockDirectory is null)
        {
            if (request.Scope == LockScope.User && !request.Key.IsPath)
            {
                MakeShared(Path.GetDirectoryName(root)!, ModeForAll);
            }
        }
        else if (Path.GetDirectoryName(root) is { } parent)
        {
#pragma warning disable RS0030 // Only has to exist; it is no claim.
            Directory.CreateDirectory(parent);
#pragma warning restore RS0030
        }

        // A directory that the caller named may serve other scopes too; the lock's own folder in it has the scope's mode.
        MakeShared(root, request.LockDirectory is null ? Mode(request) : ModeForAll);

        RefuseLinkedRoot(request);
    }

    // In a folder where everybody may write, a link could have been planted to lead our files elsewhere. A directory that
    // the caller named may be a link: that is the caller's own choice.
    public static void RefuseLinkedRoot(LockRequest request)
    {
        if (request.LockDirectory is null)
        {
            RefuseLink(PathFor(request));
        }
    }

    public static void MakeShared(string path, uint mode)
    {
        if (OperatingSystemKind.IsWindows)
        {
#pragma warning disable RS0030 // Only has to exist; it is no claim.
            Directory.CreateDirectory(path);
#pragma warning restore RS0030
            return;
        }

        int error = Posix.MakeDirectory(path, mode);
        if (error == 0)
        {
            error = Posix.ChangeMode(path, mode); // the umask took bits away
        }

        if (error == 0 || (error == Posix.Exists && Directory.Exists(path)))
        {
            return;
        }

        // There when it was to be made, gone when it was looked at: somebody deletes it, and the caller begins again.
        throw error == Posix.Exists && !File.Exists(path)
            ? new DirectoryNotFoundException($"'{path}' was deleted while it was being used.")
            : PosixError.Exception(error, "make directory", path);
    }

    public static uint Mode(LockRequest request) => request.Scope == LockScope.User ? ModeForUser : ModeForAll;

    public static void RefuseLink(string path)
    {
        if (File.GetAttributes(path).HasFlag(FileAttributes.ReparsePoint))
        {
            throw new IOException($"'{path}' is a link, perhaps planted; BuildLock does not follow it.");
        }
    }
}
