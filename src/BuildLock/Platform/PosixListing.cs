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

    /// <returns>That many, or some more, or all.</returns>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static List<DirectoryEntry> First(Descriptor folder, string path, int atLeast)
    {
        var entries = new List<DirectoryEntry>();
        int error = OperatingSystemKind.IsMac ? AddByReadDir(folder, entries, atLeast) : AddByGetDents(folder, entries, atLeast);
        return error == 0 ? entries : throw PosixError.Exception(error, "list", path);
    }

    private static int AddByGetDents(Descriptor folder, List<DirectoryEntry> entries, int atLeast)
    {
        byte[] buffer = _buffer ??= new byte[BufferSize];
        if ((long)lseek(folder, IntPtr.Zero, 0) < 0)
        {
            return Marshal.GetLastWin32Error();
        }

        // Ends: with the directory, or at the limit.
        while (entries.Count < atLeast)
        {
            int have = GetDents(folder, buffer);
            if (have <= 0)
            {
                int error = have < 0 ? Marshal.GetLastWin32Error() : 0;
                return error == Posix.NoEntry ? 0 : error; // deleted: it has no names
            }

            // struct linux_dirent64: the length of the record in two bytes at 16, the kind at 18, the name from 19 on.
            for (int at = 0; at < have; at += BitConverter.ToUInt16(buffer, at + 16))
            {
                Add(entries, buffer, at + 19, buffer[at + 18]);
            }
        }

        return 0;
    }

    // By number: the C library has a function for it only since glibc 2.30, and the native program would not start where that is
    // missing. The kernel's tables: arch/*/include/uapi/asm/unistd.h.
    private static int GetDents(Descriptor folder, byte[] buffer)
    {
        const Architecture S390 = (Architecture)5; // these two netstandard2.0 does not name
        const Architecture PowerPc = (Architecture)8;
        int number = RuntimeInformation.ProcessArchitecture switch
        {
            Architecture.X64 or Architecture.Arm => 217,
            Architecture.X86 or S390 => 220,
            PowerPc => 202,
            _ => 61, // arm64, and all that came later
        };
        return (int)syscall((IntPtr)number, folder, buffer, (UIntPtr)buffer.Length);
    }

    private static int AddByReadDir(Descriptor folder, List<DirectoryEntry> entries, int atLeast)
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
            while (entries.Count < atLeast)
            {
                IntPtr entry = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? readdir_x64(stream) : readdir(stream);
                if (entry == IntPtr.Zero)
                {
                    return Marshal.GetLastWin32Error();
                }

                // struct dirent: the length of the name in two bytes at 18, the kind at 20, the name from 21 on.
                var name = new byte[(ushort)Marshal.ReadInt16(entry, 18) + 1];
                Marshal.Copy(entry + 21, name, 0, name.Length - 1);
                Add(entries, name, 0, Marshal.ReadByte(entry, 20));
            }

            return 0;
        }
        finally
        {
            _ = closedir(stream);
        }
    }

    // Names that are no UTF-8 become others, which lead nowhere: none of ours is among them.
    private static void Add(List<DirectoryEntry> entries, byte[] buffer, int start, byte kind)
    {
        int length = Array.IndexOf(buffer, (byte)0, start) - start;
        bool isSelfOrParent = buffer[start] == (byte)'.' && (length == 1 || (length == 2 && buffer[start + 1] == (byte)'.'));
        if (!isSelfOrParent)
        {
            entries.Add(new DirectoryEntry(Encoding.UTF8.GetString(buffer, start, length), KindOf(kind)));
        }
    }

    private static FileKind? KindOf(byte kind) => kind switch
    {
        0 => null, // DT_UNKNOWN
        1 => FileKind.Pipe, // DT_FIFO
        4 => FileKind.Directory, // DT_DIR
        8 => FileKind.File, // DT_REG
        10 => FileKind.Link, // DT_LNK
        _ => FileKind.Other,
    };

#pragma warning disable IDE1006, SA1300 // Named as in the C library.
    [DllImport("libc", SetLastError = true)]
    private static extern IntPtr lseek(Descriptor file, IntPtr offset, int whence);

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
