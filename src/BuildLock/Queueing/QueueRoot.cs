using System;
using System.IO;
using BuildLock.Platform;

namespace BuildLock.Queueing;

/// <summary>The folder of this machine's queues: in memory where there is such a place for all users, and gone with a restart.</summary>
/// <remarks>Whoever made it, it is used: a queue orders its contenders and wakes them, and lets nobody in. Its owner can take the
/// files away, and then contenders look for themselves.</remarks>
internal static class QueueRoot
{
    // Everybody may add, only the owner may remove: as /tmp.
    private const uint ModeForAll = 0x3FF; // octal 1777
    private const string Name = "buildlock-queue-1";

    private static readonly object Gate = new();
    private static DirectoryHandle? _opened; // kept: to find it anew costs as much as all else that a free queue needs

    /// <summary>Where it lies: <c>/dev/shm</c> on Linux, which every user may write and which is memory; elsewhere what all users
    /// share.</summary>
    public static string Parent { get; } = OperatingSystemKind.IsWindows ? Environment.GetFolderPath(Environment.SpecialFolder.CommonApplicationData)
        : OperatingSystemKind.IsMac ? "/Users/Shared"
        : Directory.Exists("/dev/shm") ? "/dev/shm"
        : "/var/tmp";

    public static string FullPath { get; } = Path.Combine(Parent, Name);

    /// <returns><see langword="null"/> where there is none and none can be made.</returns>
    public static DirectoryHandle? TryOpen()
    {
        lock (Gate)
        {
            return _opened ??= Open();
        }
    }

    /// <summary>As <see cref="TryOpen"/>, for those who only look: makes nothing. The caller disposes it.</summary>
    public static DirectoryHandle? TryFind()
    {
        using DirectoryHandle? parent = DirectoryHandle.TryOpen(Parent);
        return parent?.TryOpenDirectory(Name);
    }

    /// <summary>It was deleted, and is to be made anew.</summary>
    public static void Forget(DirectoryHandle deleted)
    {
        lock (Gate)
        {
            if (_opened == deleted)
            {
                _opened = null; // not disposed: other threads may be using it
            }
        }
    }

    /// <exception cref="IOException">It cannot be made or used.</exception>
    private static DirectoryHandle? Open()
    {
        using DirectoryHandle? parent = DirectoryHandle.TryOpen(Parent);

        // Ends: after a few turns in which it was made or deleted between two calls it is taken for missing.
        for (int turn = 0; parent is not null && turn < 4; turn++)
        {
            if ((parent.TryOpenDirectory(Name) ?? parent.TryCreateDirectory(Name, ModeForAll)) is { } root)
            {
                return root;
            }
        }

        return null;
    }
}
