using System;
using System.Collections.Generic;
using System.IO;

namespace BuildLock.Platform;

/// <summary>Whether file locks exclude on the file system of a folder: known to, or refused.</summary>
internal static class FileSystemKind
{
    // A list of those that do, since those that do not have no end: network file systems pass locks on or not depending on
    // mount options and servers, and mounts of virtual machines and containers were seen to grant one lock twice.
    private static readonly HashSet<string> Local = new(StringComparer.OrdinalIgnoreCase)
    {
        "ext2", "ext3", "ext4", "ext2/ext3", "ext" /* Mono says so of all of them */, "xfs", "btrfs", "tmpfs", "ramfs", "overlay",
        "overlayfs", "zfs", "f2fs", "jfs", "reiserfs", "bcachefs", "apfs", "hfs", "ntfs", "refs", "ufs",
    };

    // As statfs(2) numbers them, which asks the kernel once; .NET reads and parses the table of mounts, twice.
    private static readonly HashSet<uint> LocalNumbers = new()
    {
        0xEF53, /* ext2, ext3, ext4 */ 0x58465342, /* xfs */ 0x9123683E, /* btrfs */ 0x01021994, /* tmpfs */ 0x858458F6, /* ramfs */
        0x794C7630, /* overlay */ 0x2FC12FC1, /* zfs */ 0xF2F52010, /* f2fs */
    };

    /// <summary>The answer that most get, cheaply.</summary>
    /// <returns>False also where there is no such folder, or where only <see cref="WhyLocksDoNotExclude"/> can tell.</returns>
    public static bool IsKnownToExclude(string folder)
        => OperatingSystemKind.IsLinux && Posix.FileSystemNumber(folder) is { } number && LocalNumbers.Contains(number);

    /// <returns>The reason, as the rest of a sentence, or <see langword="null"/> where they exclude.</returns>
    /// <exception cref="DirectoryNotFoundException">There is no such folder (any more).</exception>
    public static string? WhyLocksDoNotExclude(string folder)
    {
        string format;
        bool network;
        try
        {
            var drive = new DriveInfo(OperatingSystemKind.IsWindows ? Path.GetPathRoot(folder)! : folder);
            format = drive.DriveFormat;
            network = drive.DriveType == DriveType.Network;
        }
        catch (DriveNotFoundException e)
        {
            // What .NET says on Unix of a folder that does not exist.
            throw new DirectoryNotFoundException($"Could not find the folder '{folder}'.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return "its file system cannot be found out (" + e.Message.TrimEnd('.') + ")";
        }

        return network ? $"it is on a network file system ({format}), where locks may not exclude or may block for ever"
            : Local.Contains(format) ? null
            : $"its file system ({format}) is not known to exclude";
    }
}
