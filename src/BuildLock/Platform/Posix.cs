using System;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

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

    /// <summary>O_NONBLOCK: 0x800 on Linux where .NET runs, 4 on macOS.</summary>
    private static readonly int DoNotWait = OperatingSystemKind.IsMac ? 4 : 0x800;

    /// <summary>EWOULDBLOCK: 11 on Linux, 35 on macOS.</summary>
    public static readonly int WouldBlock = OperatingSystemKind.IsMac ? 35 : 11;

    /// <summary>ENOTSUP: 95 on Linux, 45 on macOS.</summary>
    public static readonly int NotSupported = OperatingSystemKind.IsMac ? 45 : 95;

    /// <summary>ENOTEMPTY: 39 on Linux, 66 on macOS.</summary>
    public static readonly int NotEmpty = OperatingSystemKind.IsMac ? 66 : 39;

    private static readonly Lazy<uint> User = new(geteuid);

    /// <returns>0, or the error number.</returns>
    public static int MakeDirectory(string path, uint mode) => mkdir(Bytes(path), mode) == 0 ? 0 : Marshal.GetLastWin32Error();

    /// <summary>Sets an open file's mode without regard to the umask: this file's, whatever its name leads to by now.</summary>
    /// <returns>0, or the error number.</returns>
    public static int ChangeMode(SafeFileHandle file, uint mode)
        => fchmod(file.DangerousGetHandle().ToInt32(), mode) == 0 ? 0 : Marshal.GetLastWin32Error();

    /// <summary>Renames; an existing directory at the target is replaced only when it is empty.</summary>
    /// <returns>0, or the error number.</returns>
    public static int Rename(string from, string to) => rename(Bytes(from), Bytes(to)) == 0 ? 0 : Marshal.GetLastWin32Error();

    /// <summary>Renames a file unless the new name is taken.</summary>
    /// <returns>0, or the error number: ENOSYS or EINVAL where only <see cref="Link"/> can do that.</returns>
    public static int RenameWithoutReplacing(string from, string to)
    {
        const int CurrentDirectory = -100; // AT_FDCWD, not used for absolute paths
        const uint NoReplace = 1; // RENAME_NOREPLACE
        const uint NoReplaceOnMac = 4; // RENAME_EXCL
        try
        {
            if (OperatingSystemKind.IsMac)
            {
                return renamex_np(Bytes(from), Bytes(to), NoReplaceOnMac) == 0 ? 0 : Marshal.GetLastWin32Error();
            }

            return renameat2(CurrentDirectory, Bytes(from), CurrentDirectory, Bytes(to), NoReplace) == 0 ? 0 : Marshal.GetLastWin32Error();
        }
        catch (EntryPointNotFoundException)
        {
            return NotImplemented; // glibc before 2.28, or another Unix
        }
    }

    /// <summary>Gives a file a second name, unless that is taken.</summary>
    /// <returns>0, or the error number.</returns>
    public static int Link(string from, string to) => link(Bytes(from), Bytes(to)) == 0 ? 0 : Marshal.GetLastWin32Error();

    /// <summary>Opens a file as open(2) does: without the lock that .NET takes with it, and without waiting for the other
    /// end of a pipe.</summary>
    /// <remarks>Not close-on-exec, whose value differs between processors. A child process may inherit the descriptor in
    /// the moment until it is closed; it carries no lock.</remarks>
    /// <returns>The file, or <see langword="null"/> and the error number.</returns>
    public static SafeFileHandle? OpenToRead(string path, out int error)
    {
        int descriptor = open(Bytes(path), DoNotWait);
        error = descriptor < 0 ? Marshal.GetLastWin32Error() : 0;
        return descriptor < 0 ? null : new SafeFileHandle((IntPtr)descriptor, ownsHandle: true);
    }

    /// <summary>Reads the beginning of a file, opened as <see cref="OpenToRead"/> does.</summary>
    /// <returns>At most so many bytes, or <see langword="null"/> and the error number.</returns>
    public static byte[]? ReadFile(string path, int atMost, out int error)
    {
        using SafeFileHandle? file = OpenToRead(path, out error);
        if (file is null)
        {
            return null;
        }

        var bytes = new byte[1024];
        int have = 0;

        // Ends: with the file, with an error, or at the limit.
        while (have < atMost)
        {
            if (have == bytes.Length)
            {
                Array.Resize(ref bytes, Math.Min(bytes.Length * 4, atMost));
            }

            var rest = new byte[bytes.Length - have];
            long count = (long)read(file.DangerousGetHandle().ToInt32(), rest, (UIntPtr)rest.Length);
            if (count < 0)
            {
                error = Marshal.GetLastWin32Error();
                if (error == Interrupted)
                {
                    continue;
                }

                return null;
            }

            if (count == 0)
            {
                break;
            }

            Array.Copy(rest, 0, bytes, have, (int)count);
            have += (int)count;
        }

        error = 0;
        Array.Resize(ref bytes, have);
        return bytes;
    }

    /// <summary>Takes the exclusive lock of flock(2) without waiting. It belongs to the open file, not to the process
    /// or thread, and ends with its last descriptor.</summary>
    /// <returns>0, or the error number: EWOULDBLOCK when somebody else has it.</returns>
    public static int TryLockFile(SafeFileHandle file)
    {
        const int ExclusiveWithoutWaiting = 2 | 4; // LOCK_EX | LOCK_NB
        return flock(file.DangerousGetHandle().ToInt32(), ExclusiveWithoutWaiting) == 0 ? 0 : Marshal.GetLastWin32Error();
    }

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
    private static extern int fchmod(int descriptor, uint mode);

    [DllImport("libc", SetLastError = true)]
    private static extern int renameat2(int fromFolder, byte[] from, int toFolder, byte[] to, uint flags);

    [DllImport("libc", SetLastError = true)]
    private static extern int renamex_np(byte[] from, byte[] to, uint flags);

    [DllImport("libc", SetLastError = true)]
    private static extern int link(byte[] from, byte[] to);

    [DllImport("libc", SetLastError = true)]
    private static extern int rename(byte[] from, byte[] to);

    [DllImport("libc", SetLastError = true)]
    private static extern int open(byte[] path, int flags);

    [DllImport("libc", SetLastError = true)]
    private static extern IntPtr read(int descriptor, byte[] buffer, UIntPtr size);

    [DllImport("libc", SetLastError = true)]
    private static extern int statfs(byte[] path, byte[] status);

    [DllImport("libc", SetLastError = true)]
    private static extern int flock(int descriptor, int operation);

    [DllImport("libc", SetLastError = true)]
    private static extern int kill(int pid, int signal);

    [DllImport("libc")]
    private static extern uint geteuid();
#pragma warning restore IDE1006, SA1300
}
