using System;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace BuildLock.Platform;

/// <summary>Which file it is, whose, and how many names it has, which .NET does not tell. Linux only; elsewhere unknown.</summary>
/// <remarks>By statx(2), whose structure is the same on every processor (stat(2)'s is not). Links are not followed.</remarks>
internal sealed class FileStatus
{
    private const int Size = 256;
    private const uint BasicStatus = 0x7FF; // STATX_BASIC_STATS
    private readonly byte[] _fields;

    private FileStatus(byte[] fields) => _fields = fields;

    /// <summary>How many names lead to it; 0 when it was deleted and is still open.</summary>
    public uint Links => BitConverter.ToUInt32(_fields, 16); // stx_nlink

    public uint Owner => BitConverter.ToUInt32(_fields, 20); // stx_uid

    /// <summary>The permission bits, with set-user-id, set-group-id and sticky.</summary>
    public int Mode => BitConverter.ToUInt16(_fields, 28) & 0xFFF; // stx_mode

    /// <summary>As proc_locks(5) names it: the device's two numbers, and the inode.</summary>
    public string NameAmongLocks => FormattableString.Invariant($"{DeviceMajor:x2}:{DeviceMinor:x2}:{Inode}");

    private ulong Inode => BitConverter.ToUInt64(_fields, 32); // stx_ino

    private uint DeviceMajor => BitConverter.ToUInt32(_fields, 136); // stx_dev_major

    private uint DeviceMinor => BitConverter.ToUInt32(_fields, 140); // stx_dev_minor

    /// <returns><see langword="null"/> when there is no such file, or it cannot be asked.</returns>
    public static FileStatus? Of(string path)
    {
        const int CurrentDirectory = -100; // AT_FDCWD, not used for absolute paths
        const int DoNotFollow = 0x100; // AT_SYMLINK_NOFOLLOW
        return Ask(CurrentDirectory, Posix.Bytes(path), DoNotFollow);
    }

    /// <returns><see langword="null"/> when it cannot be asked.</returns>
    public static FileStatus? Of(SafeFileHandle file)
    {
        const int OfTheDescriptor = 0x1000; // AT_EMPTY_PATH
        return Ask(file.DangerousGetHandle().ToInt32(), Posix.Bytes(string.Empty), OfTheDescriptor);
    }

    public bool IsSameFileAs(FileStatus? other)
        => other is not null && Inode == other.Inode && DeviceMajor == other.DeviceMajor && DeviceMinor == other.DeviceMinor;

    private static FileStatus? Ask(int folder, byte[] path, int flags)
    {
        if (!OperatingSystemKind.IsLinux)
        {
            return null;
        }

        try
        {
            var fields = new byte[Size];
            return statx(folder, path, flags, BasicStatus, fields) == 0 ? new FileStatus(fields) : null;
        }
        catch (EntryPointNotFoundException)
        {
            return null; // glibc before 2.28
        }
    }

#pragma warning disable IDE1006, SA1300 // Named as in the C library.
    [DllImport("libc", SetLastError = true)]
    private static extern int statx(int folder, byte[] path, int flags, uint mask, byte[] fields);
#pragma warning restore IDE1006, SA1300
}
