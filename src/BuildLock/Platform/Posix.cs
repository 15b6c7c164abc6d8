using System;
using System.Runtime.InteropServices;
using System.Text;

namespace BuildLock.Platform;

/// <summary>The system calls that .NET does not offer. Unix only.</summary>
/// <remarks>Names and meanings: POSIX.1-2017 and the Linux manual pages of section 2. Only calls whose signature is the
/// same on Linux and macOS, so that no structure layout is guessed.</remarks>
internal static class Posix
{
    public const int PermissionDenied = 1; // EPERM
    public const int NoEntry = 2; // ENOENT
    public const int AccessDenied = 13; // EACCES
    public const int NoProcess = 3; // ESRCH
    public const int Interrupted = 4; // EINTR
    public const int Exists = 17; // EEXIST
    public const int Invalid = 22; // EINVAL
    public const int NameTooLong = 36; // ENAMETOOLONG on Linux
    public const int NotImplemented = 38; // ENOSYS on Linux, and what is answered here where there is no such call
    public const int StaleHandle = 116; // ESTALE on Linux

    /// <summary>EWOULDBLOCK: 11 on Linux, 35 on macOS.</summary>
    public static readonly int WouldBlock = OperatingSystemKind.IsMac ? 35 : 11;

    /// <summary>ENOTSUP: 95 on Linux, 45 on macOS.</summary>
    public static readonly int NotSupported = OperatingSystemKind.IsMac ? 45 : 95;

    /// <summary>ENOTEMPTY: 39 on Linux, 66 on macOS.</summary>
    public static readonly int NotEmpty = OperatingSystemKind.IsMac ? 66 : 39;

    private static readonly Lazy<uint> User = new(geteuid);

    /// <returns>0, or the error number.</returns>
    public static int MakeDirectory(string path, uint mode) => mkdir(Bytes(path), mode) == 0 ? 0 : Marshal.GetLastWin32Error();

    /// <returns>The number of the file system's kind (statfs(2), <c>f_type</c>), or <see langword="null"/> where it cannot be
    /// asked. Linux only.</returns>
    public static uint? FileSystemNumber(string path)
    {
        // A structure of 120 bytes or less; the number comes first, and fits 32 bits on all processors, little-endian where
        // .NET runs.
        var status = new byte[256];
        return statfs(Bytes(path), status) == 0 ? BitConverter.ToUInt32(status, 0) : null;
    }

    /// <summary>Asks for a process without sending it anything.</summary>
    /// <returns>0 when it exists, otherwise the error number: ESRCH when it does not, EPERM when it is somebody else's.</returns>
    public static int ProbeProcess(int id) => kill(id, 0) == 0 ? 0 : Marshal.GetLastWin32Error();

    /// <summary>The user as whom this process opens files. Asked once: .NET cannot change it.</summary>
    public static uint EffectiveUser() => User.Value;

    // Marshalled by hand: the default for strings is the ANSI code page, which is UTF-8 on Unix today but nowhere promised.
    internal static byte[] Bytes(string path) => Encoding.UTF8.GetBytes(path + "\0");

#pragma warning disable IDE1006, SA1300 // Named as in the C library.
    [DllImport("libc", SetLastError = true)]
    private static extern int mkdir(byte[] path, uint mode);

    [DllImport("libc", SetLastError = true)]
    private static extern int statfs(byte[] path, byte[] status);

    [DllImport("libc", SetLastError = true)]
    private static extern int kill(int pid, int signal);

    [DllImport("libc")]
    private static extern uint geteuid();
#pragma warning restore IDE1006, SA1300
}
