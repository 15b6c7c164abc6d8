using System;
using System.Collections.Generic;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;

namespace BuildLock.Platform;

/// <summary>The names in a directory that is held open. Unix only.</summary>
/// <remarks>On Linux by getdents64(2), whose records are the kernel's interface and the same on every processor, and whose errors are
/// values. readdir(3) says by <c>errno</c> alone whether it failed or is at its end, which Mono does not reset, and the
/// layout of its records is the C library's. On macOS there is readdir(3) only.</remarks>
internal static class PosixListing
{
    private const int BufferSize = 32 * 1024; // as the C library's own: a folder of some hundred names is read in one call

    [ThreadStatic]
    private static byte[]? _buffer;

    /// <exception cref="IOException">It cannot be read, or has more names than that.</exception>
    public static List<string> Names(Descriptor folder, string path, int atMost)
        => First(folder, path, atMost) is { } names && names.Count <= atMost ? names
            : throw new IOException(FormattableString.Invariant($"'{path}' has more than {atMost} entries."));

    /// <summary>That many names, or some more.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static List<string> First(Descriptor folder, string path, int atMost)
    {
        var names = new List<string>();
        int error = OperatingSystemKind.IsMac ? AddByReadDir(folder, names, atMost) : AddByGetDents(folder, names, atMost);
        return error != 0 ? throw PosixError.Exception(error, "list", path) : names;
    }

    private static int AddByGetDents(Descriptor folder, List<string> names, int atMost)
    {
        byte[] buffer = _buffer ??= new byte[BufferSize];
        if ((long)lseek(folder, IntPtr.Zero, 0) < 0)
        {
            return Marshal.GetLastWin32Error();
        }

        // Ends: with the directory, or at the limit.
        while (names.Count <= atMost)
        {
            int have = GetDents(folder, buffer);
            if (have <= 0)
            {
                int error = have < 0 ? Marshal.GetLastWin32Error() : 0;
                return error == Posix.NoEntry ? 0 : error; // deleted: it has no names
            }

            // struct linux_dirent64: the length of the record in two bytes at 16, the name from 19 on.
            for (int at = 0; at < have; at += BitConverter.ToUInt16(buffer, at + 16))
            {
                Add(names, buffer, at + 19);
            }
        }

        return 0;
    }

    private static int GetDents(Descriptor folder, byte[] buffer)
    {
        try
        {
            return (int)getdents64(folder, buffer, (UIntPtr)buffer.Length);
        }
        catch (EntryPointNotFoundException)
        {
            // glibc before 2.30 has no function for it.
            int number = RuntimeInformation.ProcessArchitecture switch
            {
                Architecture.Arm64 => 61,
                Architecture.X86 => 220,
                _ => 217, // x64 and arm
            };
            return (int)syscall((IntPtr)number, folder, buffer, (UIntPtr)buffer.Length);
        }
    }

    private static int AddByReadDir(Descriptor folder, List<string> names, int atMost)
    {
        int own = PosixAt.OpenSelf(folder, out int error);
        if (own < 0)
        {
            return error;
        }

        IntPtr stream = fdopendir(own);
        if (stream == IntPtr.Zero)
        {
            error = Marshal.GetLastWin32Error();
            _ = PosixAt.Close(own);
            return error;
        }

        try
        {
            // Ends: with the directory, or at the limit.
            while (names.Count <= atMost)
            {
                IntPtr entry = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? readdir_x64(stream) : readdir(stream);
                if (entry == IntPtr.Zero)
                {
                    return Marshal.GetLastWin32Error();
                }

                // struct dirent: the length of the name in two bytes at 18, the name from 21 on.
                var name = new byte[(ushort)Marshal.ReadInt16(entry, 18) + 1];
                Marshal.Copy(entry + 21, name, 0, name.Length - 1);
                Add(names, name, 0);
            }

            return 0;
        }
        finally
        {
            _ = closedir(stream);
        }
    }

    // Names that are no UTF-8 become others, which lead nowhere: none of ours is among them.
    private static void Add(List<string> names, byte[] buffer, int start)
    {
        int length = Array.IndexOf(buffer, (byte)0, start) - start;
        bool isSelfOrParent = buffer[start] == (byte)'.' && (length == 1 || (length == 2 && buffer[start + 1] == (byte)'.'));
        if (!isSelfOrParent)
        {
            names.Add(Encoding.UTF8.GetString(buffer, start, length));
        }
    }

#pragma warning disable IDE1006, SA1300 // Named as in the C library.
    [DllImport("libc", SetLastError = true)]
    private static extern IntPtr lseek(Descriptor file, IntPtr offset, int whence);

    [DllImport("libc", SetLastError = true)]
    private static extern IntPtr getdents64(Descriptor folder, byte[] buffer, UIntPtr size);

    [DllImport("libc", SetLastError = true)]
    private static extern IntPtr syscall(IntPtr number, Descriptor folder, byte[] buffer, UIntPtr size);

    [DllImport("libc", SetLastError = true)]
    private static extern IntPtr fdopendir(int descriptor);

    [DllImport("libc", SetLastError = true)]
    private static extern IntPtr readdir(IntPtr stream);

    // On Intel the plain name is the one of before 2007, with another record.
    [DllImport("libc", SetLastError = true, EntryPoint = "readdir$INODE64")]
    private static extern IntPtr readdir_x64(IntPtr stream);

    [DllImport("libc")]
    private static extern int closedir(IntPtr stream);
#pragma warning restore IDE1006, SA1300
}
