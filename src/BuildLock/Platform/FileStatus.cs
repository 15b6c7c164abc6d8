using System;
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace BuildLock.Platform;

/// <summary>What a file or directory is, whose, and which one. Links are not followed.</summary>
/// <remarks>On Linux by statx(2), whose structure is the same on every processor (stat(2)'s is not); on macOS by fstatat(2), whose
/// structure is one for all of its processors. Windows has no such owner and mode.</remarks>
internal sealed class FileStatus
{
    private const int Size = 256; // of both structures, and more
    private const int OfTheDescriptor = 0x1000; // AT_EMPTY_PATH
    private static readonly byte[] Nameless = { 0 };

    [ThreadStatic]
    private static byte[]? _buffer;

    private static readonly DateTime Epoch = new(1970, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private FileStatus(FileKind kind) => Kind = kind;

    public FileKind Kind { get; }

    /// <summary>How many names lead to it; 0 when it was deleted and is still open.</summary>
    public uint Links { get; private init; } = 1;

    /// <summary>The number of the user it belongs to. On Windows 0.</summary>
    public uint Owner { get; private init; }

    /// <summary>Whether it belongs to the user whom this process runs as. On Windows always: rights there hang on the folder's list.</summary>
    public bool IsOurs => OperatingSystemKind.IsWindows || Owner == Posix.EffectiveUser();

    /// <summary>The permission bits, with set-user-id, set-group-id and sticky. On Windows 0.</summary>
    public int Mode { get; private init; }

    /// <summary>Of a directory: only the owner of a name in it, or of itself, may rename or delete that name.</summary>
    public bool IsSticky => (Mode & 0x200) != 0; // octal 1000

    /// <summary>In bytes.</summary>
    public long Length { get; private init; }

    /// <summary>When it was changed last, in UTC, by the clock of the file system it is on.</summary>
    public DateTime Modified { get; private init; }

    /// <summary>As proc_locks(5) names it: the device's two numbers, and the inode.</summary>
    public string NameAmongLocks => FormattableString.Invariant($"{DeviceMajor:x2}:{DeviceMinor:x2}:{Inode}");

    private ulong Inode { get; init; }

    private uint DeviceMajor { get; init; }

    private uint DeviceMinor { get; init; }

    /// <returns><see langword="null"/> when there is no such file, or it cannot be asked. Linux only; elsewhere unknown.</returns>
    public static FileStatus? Of(string path)
    {
        const int CurrentDirectory = -100; // AT_FDCWD, not used for absolute paths
        return OperatingSystemKind.IsLinux ? OfLinux(CurrentDirectory, Posix.Bytes(path), OpenFlags.OfTheLink) : null;
    }

    /// <returns><see langword="null"/> when it cannot be asked. Linux only; elsewhere unknown.</returns>
    public static FileStatus? Of(SafeFileHandle file)
        => OperatingSystemKind.IsLinux ? OfLinux(file.DangerousGetHandle().ToInt32(), Nameless, OfTheDescriptor) : null;

    /// <summary>Of what is open. Unix only.</summary>
    /// <returns><see langword="null"/> and the error number when it cannot be asked.</returns>
    public static FileStatus? Of(Descriptor file, out int error)
        => OperatingSystemKind.IsMac
            ? OfMac(IsIntel ? fstat_x64(file, Buffer) : fstat(file, Buffer), out error)
            : OfLinux(file, Nameless, OfTheDescriptor, out error);

    /// <summary>Of a name in an open directory. Unix only.</summary>
    /// <returns><see langword="null"/> and the error number when it cannot be asked.</returns>
    public static FileStatus? Of(Descriptor folder, string name, out int error)
    {
        byte[] bytes = PosixAt.Name(name);
        return OperatingSystemKind.IsMac
            ? OfMac(IsIntel ? fstatat_x64(folder, bytes, Buffer, OpenFlags.OfTheLink) : fstatat(folder, bytes, Buffer, OpenFlags.OfTheLink), out error)
            : OfLinux(folder, bytes, OpenFlags.OfTheLink, out error);
    }

    /// <summary>As .NET sees it, which is all there is to see on Windows.</summary>
    /// <returns><see langword="null"/> when there is no such file.</returns>
    public static FileStatus? OfWindows(string path)
    {
        var info = new FileInfo(path);
        if ((int)info.Attributes == -1)
        {
            return null;
        }

        FileKind kind = info.Attributes.HasFlag(FileAttributes.ReparsePoint) ? FileKind.Link
            : info.Attributes.HasFlag(FileAttributes.Directory) ? FileKind.Directory
            : FileKind.File;
        return new FileStatus(kind) { Length = kind == FileKind.File && info.Exists ? info.Length : 0, Modified = info.LastWriteTimeUtc };
    }

    /// <summary>Whether both are one file. On Windows that is taken for granted.</summary>
    public bool IsSameFileAs(FileStatus? other)
        => other is not null && Inode == other.Inode && DeviceMajor == other.DeviceMajor && DeviceMinor == other.DeviceMinor;

    private const uint BasicStatus = 0x7FF; // STATX_BASIC_STATS

    private static bool IsIntel => RuntimeInformation.ProcessArchitecture == Architecture.X64;

    // For every status a new one of 256 bytes would be most of what a hold allocates.
    private static byte[] Buffer => _buffer ??= new byte[Size];

    private static FileStatus? OfLinux(Descriptor folder, byte[] name, int flags, out int error)
    {
        try
        {
            error = statx(folder, name, flags, BasicStatus, Buffer) == 0 ? 0 : Marshal.GetLastWin32Error();
        }
        catch (EntryPointNotFoundException)
        {
            error = Posix.NotImplemented; // glibc before 2.28
        }

        return error == 0 ? ReadLinux(Buffer) : null;
    }

    private static FileStatus? OfLinux(int folder, byte[] name, int flags)
    {
        try
        {
            return statx(folder, name, flags, BasicStatus, Buffer) == 0 ? ReadLinux(Buffer) : null;
        }
        catch (EntryPointNotFoundException)
        {
            return null;
        }
    }

    private static FileStatus ReadLinux(byte[] fields) => new(KindOf(BitConverter.ToUInt16(fields, 28)))
    {
        Links = BitConverter.ToUInt32(fields, 16), // stx_nlink
        Owner = BitConverter.ToUInt32(fields, 20), // stx_uid
        Mode = BitConverter.ToUInt16(fields, 28) & 0xFFF, // stx_mode
        Inode = BitConverter.ToUInt64(fields, 32), // stx_ino
        Length = BitConverter.ToInt64(fields, 40), // stx_size
        Modified = Time(BitConverter.ToInt64(fields, 112), BitConverter.ToUInt32(fields, 120)), // stx_mtime
        DeviceMajor = BitConverter.ToUInt32(fields, 136), // stx_dev_major
        DeviceMinor = BitConverter.ToUInt32(fields, 140), // stx_dev_minor
    };

    private static FileStatus? OfMac(int result, out int error)
    {
        byte[] fields = Buffer;
        error = result == 0 ? 0 : Marshal.GetLastWin32Error();
        return error != 0 ? null : new FileStatus(KindOf(BitConverter.ToUInt16(fields, 4)))
        {
            DeviceMinor = BitConverter.ToUInt32(fields, 0), // st_dev
            Mode = BitConverter.ToUInt16(fields, 4) & 0xFFF, // st_mode
            Links = BitConverter.ToUInt16(fields, 6), // st_nlink
            Inode = BitConverter.ToUInt64(fields, 8), // st_ino
            Owner = BitConverter.ToUInt32(fields, 16), // st_uid
            Modified = Time(BitConverter.ToInt64(fields, 48), BitConverter.ToInt64(fields, 56)), // st_mtimespec
            Length = BitConverter.ToInt64(fields, 96), // st_size
        };
    }

    private static FileKind KindOf(int mode) => (mode & 0xF000) switch
    {
        0x8000 => FileKind.File, // S_IFREG
        0x4000 => FileKind.Directory, // S_IFDIR
        0xA000 => FileKind.Link, // S_IFLNK
        0x1000 => FileKind.Pipe, // S_IFIFO
        _ => FileKind.Other,
    };

    // Anybody may give a file of theirs a time beyond what DateTime has.
    private static DateTime Time(long seconds, long nanoseconds)
        => Epoch.AddSeconds(Math.Max(-62_135_596_800, Math.Min(seconds, 253_402_300_799))).AddTicks(nanoseconds / 100);

#pragma warning disable IDE1006, SA1300 // Named as in the C library.
    [DllImport("libc", SetLastError = true)]
    private static extern int statx(int folder, byte[] path, int flags, uint mask, byte[] fields);

    [DllImport("libc", SetLastError = true)]
    private static extern int statx(Descriptor folder, byte[] name, int flags, uint mask, byte[] fields);

    [DllImport("libc", SetLastError = true)]
    private static extern int fstat(Descriptor file, byte[] fields);

    [DllImport("libc", SetLastError = true)]
    private static extern int fstatat(Descriptor folder, byte[] name, byte[] fields, int flags);

    // On Intel the plain names are those of before 2007, with another structure.
    [DllImport("libc", SetLastError = true, EntryPoint = "fstat$INODE64")]
    private static extern int fstat_x64(Descriptor file, byte[] fields);

    [DllImport("libc", SetLastError = true, EntryPoint = "fstatat$INODE64")]
    private static extern int fstatat_x64(Descriptor folder, byte[] name, byte[] fields, int flags);
#pragma warning restore IDE1006, SA1300
}
