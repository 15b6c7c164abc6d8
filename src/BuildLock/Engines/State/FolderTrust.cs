using System;
using BuildLock.Identity;
using BuildLock.Platform;

namespace BuildLock.Engines.State;

/// <summary>Whose a folder of locks may be. Asked of the folder that is open, never of its name.</summary>
/// <remarks>Who owns a folder may rename and delete whatever is in it, sticky or not: and with that undo a lock. For the scope of one
/// user nobody else may have that power. For the scope of the machine somebody has to have it: the user who was
/// there first, unless an administrator made the folder; <c>buildlock doctor</c> says who. On Windows rights are lists, and what
/// the system's folder hands down is left as it is.</remarks>
internal static class FolderTrust
{
    private const uint Root = 0;
    private const int WritableByOthers = 0x12; // octal 022
    private const int OpenToOthers = 0x3F; // octal 077

    /// <summary>The folder of machine scope: who is not its owner cannot take away what others made.</summary>
    public static void RequireForMachine(DirectoryHandle folder)
    {
        FileStatus status = folder.Status();
        if (!OperatingSystemKind.IsWindows && !status.IsSticky && (status.Mode & WritableByOthers) != 0)
        {
            throw Refused(folder, status, "any user could delete the locks of others in it, as it is not sticky");
        }
    }

    /// <summary>The folder of machine scope as the way to a user's own: nobody else may put another folder in its place.</summary>
    public static void RequireForUsers(DirectoryHandle folder)
    {
        RequireForMachine(folder);
        if (!IsOfRootOrUs(folder.Status()))
        {
            throw Refused(folder, folder.Status(), "its owner could replace this user's folder in it");
        }
    }

    /// <summary>A user's own folder.</summary>
    public static void RequirePrivate(DirectoryHandle folder)
    {
        FileStatus status = folder.Status();
        if (!status.IsOurs || (status.Mode & OpenToOthers) != 0)
        {
            throw Refused(folder, status, "the scope of one user needs a folder of that user's with mode 0700");
        }
    }

    /// <summary>The folder of one lock of user scope in a directory that the caller named, perhaps on a share with users and modes
    /// of its own.</summary>
    public static void RequireOwn(DirectoryHandle root, DirectoryHandle folder)
    {
        FileStatus status = folder.Status();
        if (!root.IsOfUs(status) || (status.Mode & WritableByOthers) != 0)
        {
            throw Refused(folder, status, "the scope of one user needs a folder of that user's which others cannot write");
        }
    }

    /// <summary>Whether nobody but the system and this user can undo what is in the folder.</summary>
    public static bool IsOfRootOrUs(FileStatus status) => OperatingSystemKind.IsWindows || status.Owner == Root || status.IsOurs;

    /// <summary>Whose it is, for people.</summary>
    public static string Describe(FileStatus status)
        => OperatingSystemKind.IsWindows ? "this system" : $"{UserName.Of(status.Owner)}, mode {Convert.ToString(status.Mode, toBase: 8).PadLeft(4, '0')}";

    private static UntrustedFileException Refused(DirectoryHandle folder, FileStatus status, string why)
        => new($"'{folder.FullPath}' belongs to {Describe(status)}: {why}.", folder.FullPath);
}
