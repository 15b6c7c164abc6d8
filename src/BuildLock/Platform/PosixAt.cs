using System;
using System.Runtime.InteropServices;

namespace BuildLock.Platform;

/// <summary>The system calls that take a name in a directory that is held open. Unix only.</summary>
/// <remarks>A path is looked up name by name each time it is used, and who owns a directory on the way can lead it elsewhere
/// between two uses. A name in an open directory leads to that directory, whatever it is called by now.</remarks>
internal static class PosixAt
{
    /// <returns>The descriptor, or <see langword="null"/> and the error number.</returns>
    public static Descriptor? Open(string path, int flags, out int error)
    {
        // Ends: as soon as no signal comes while a slow file system is asked.
        while (true)
        {
            int descriptor = open(Posix.Bytes(path), flags | OpenFlags.Always);
            error = descriptor < 0 ? Marshal.GetLastWin32Error() : 0;
            if (error != Posix.Interrupted)
            {
                return descriptor < 0 ? null : new Descriptor(descriptor);
            }
        }
    }

    /// <summary>Opens a name without following it.</summary>
    /// <returns>The descriptor, or <see langword="null"/> and the error number.</returns>
    public static Descriptor? Open(Descriptor folder, string name, int flags, uint mode, out int error)
    {
        byte[] bytes = Name(name);

        // Ends: as soon as no signal comes while a slow file system is asked.
        while (true)
        {
            int descriptor = openat(folder, bytes, flags | OpenFlags.NoFollow | OpenFlags.Always, mode, 0, 0, 0, 0, mode);
            error = descriptor < 0 ? Marshal.GetLastWin32Error() : 0;
            if (error != Posix.Interrupted)
            {
                return descriptor < 0 ? null : new Descriptor(descriptor);
            }
        }
    }

    /// <returns>0, or the error number.</returns>
    public static int MakeDirectory(Descriptor folder, string name, uint mode) => Error(mkdirat(folder, Name(name), mode));

    /// <returns>0, or the error number.</returns>
    public static int Delete(Descriptor folder, string name, int flags) => Error(unlinkat(folder, Name(name), flags));

    /// <summary>Renames; an existing directory at the target is replaced only when it is empty.</summary>
    /// <returns>0, or the error number.</returns>
    public static int Rename(Descriptor folder, string name, Descriptor newFolder, string newName)
        => Error(renameat(folder, Name(name), newFolder, Name(newName)));

    /// <summary>Renames unless the new name is taken.</summary>
    /// <returns>0, or the error number: ENOSYS, EINVAL or ENOTSUP where only <see cref="Link"/> can do that.</returns>
    public static int RenameWithoutReplacing(Descriptor folder, string name, Descriptor newFolder, string newName)
    {
        const uint NoReplace = 1; // RENAME_NOREPLACE
        const uint NoReplaceOnMac = 4; // RENAME_EXCL
        try
        {
            return Error(OperatingSystemKind.IsMac
                ? renameatx_np(folder, Name(name), newFolder, Name(newName), NoReplaceOnMac)
                : renameat2(folder, Name(name), newFolder, Name(newName), NoReplace));
        }
        catch (EntryPointNotFoundException)
        {
            return Posix.NotImplemented; // glibc before 2.28, or another Unix
        }
    }

    /// <summary>Gives a file a second name, unless that is taken. Of a link it is the link that gets it.</summary>
    /// <returns>0, or the error number.</returns>
    public static int Link(Descriptor folder, string name, Descriptor newFolder, string newName)
        => Error(linkat(folder, Name(name), newFolder, Name(newName), 0));

    /// <summary>Sets the times of a name to now, by the clock of the file system it is on; of a link its own.</summary>
    /// <returns>0, or the error number.</returns>
    public static int Touch(Descriptor folder, string name) => Error(utimensat(folder, Name(name), IntPtr.Zero, OpenFlags.OfTheLink));

    /// <summary>Sets an open file's times to now, by the clock of the file system it is on.</summary>
    /// <returns>0, or the error number.</returns>
    public static int Touch(Descriptor file) => Error(futimens(file, IntPtr.Zero));

    /// <summary>Sets the mode of what is open, without regard to the umask.</summary>
    /// <returns>0, or the error number.</returns>
    public static int ChangeMode(Descriptor file, uint mode) => Error(fchmod(file, mode));

    /// <summary>Reads from this place of the file on, to the same place of the buffer.</summary>
    /// <returns>How many bytes were read; 0 at the end. Or -1, and the error number.</returns>
    public static int Read(Descriptor file, byte[] buffer, int offset, int count, out int error)
    {
        // Ends: as soon as no signal comes while a slow file system is asked.
        while (true)
        {
            int have = (int)pread(file, ref buffer[offset], (UIntPtr)count, (IntPtr)offset);
            error = have < 0 ? Marshal.GetLastWin32Error() : 0;
            if (error != Posix.Interrupted)
            {
                return have;
            }
        }
    }

    /// <returns>How many bytes were written. Or -1, and the error number.</returns>
    public static int Write(Descriptor file, byte[] bytes, int count, long offset, out int error)
    {
        // Ends: as above.
        while (true)
        {
            int have = (int)pwrite(file, bytes, (UIntPtr)count, checked((IntPtr)offset));
            error = have < 0 ? Marshal.GetLastWin32Error() : 0;
            if (error != Posix.Interrupted)
            {
                return have;
            }
        }
    }

    /// <returns>0, or the error number.</returns>
    public static int Truncate(Descriptor file, long length) => Error(ftruncate(file, checked((IntPtr)length)));

    /// <summary>Takes or gives up the lock of flock(2). It belongs to the open file, not to the process or thread, and ends with
    /// its last descriptor.</summary>
    /// <returns>0, or the error number: EWOULDBLOCK when another one has it.</returns>
    public static int Lock(Descriptor file, int operation) => Error(flock(file, operation));

    /// <summary>Opens a directory once more, for a listing with a place of its own.</summary>
    /// <returns>The descriptor's number, or -1 and the error number.</returns>
    public static int OpenSelf(Descriptor folder, out int error)
    {
        int descriptor = openat(folder, Posix.Bytes("."), OpenFlags.Read | OpenFlags.Directory | OpenFlags.Always, 0, 0, 0, 0, 0, 0);
        error = descriptor < 0 ? Marshal.GetLastWin32Error() : 0;
        return descriptor;
    }

    public static int Close(int descriptor) => close(descriptor);

    // A name and no path: of ours, or out of a listing.
    internal static byte[] Name(string name)
        => name.Length > 0 && name is not ("." or "..") && name.IndexOf('/') < 0 && name.IndexOf('\0') < 0 ? Posix.Bytes(name)
            : throw new ArgumentException($"'{name}' is no name of a file.", nameof(name));

    private static int Error(int result) => result == 0 ? 0 : Marshal.GetLastWin32Error();

#pragma warning disable IDE1006, SA1300 // Named as in the C library.
    [DllImport("libc", SetLastError = true)]
    private static extern int open(byte[] path, int flags);

    // The mode is a variable argument. It is where a fixed one would be, but on Apple's arm64, where such arguments begin on the
    // stack: there it is the one after eight others.
    [DllImport("libc", SetLastError = true)]
    private static extern int openat(Descriptor folder, byte[] name, int flags, uint mode, int fill1, int fill2, int fill3, int fill4, uint modeOnTheStack);

    [DllImport("libc", SetLastError = true)]
    private static extern int mkdirat(Descriptor folder, byte[] name, uint mode);

    [DllImport("libc", SetLastError = true)]
    private static extern int unlinkat(Descriptor folder, byte[] name, int flags);

    [DllImport("libc", SetLastError = true)]
    private static extern int renameat(Descriptor folder, byte[] name, Descriptor newFolder, byte[] newName);

    [DllImport("libc", SetLastError = true)]
    private static extern int renameat2(Descriptor folder, byte[] name, Descriptor newFolder, byte[] newName, uint flags);

    [DllImport("libc", SetLastError = true)]
    private static extern int renameatx_np(Descriptor folder, byte[] name, Descriptor newFolder, byte[] newName, uint flags);

    [DllImport("libc", SetLastError = true)]
    private static extern int linkat(Descriptor folder, byte[] name, Descriptor newFolder, byte[] newName, int flags);

    [DllImport("libc", SetLastError = true)]
    private static extern int utimensat(Descriptor folder, byte[] name, IntPtr times, int flags);

    [DllImport("libc", SetLastError = true)]
    private static extern int futimens(Descriptor file, IntPtr times);

    [DllImport("libc", SetLastError = true)]
    private static extern int fchmod(Descriptor file, uint mode);

    // An offset is a "long" in these: 32 bits where pointers have 32.
    [DllImport("libc", SetLastError = true)]
    private static extern IntPtr pread(Descriptor file, ref byte buffer, UIntPtr count, IntPtr offset); // pinned with its array

    [DllImport("libc", SetLastError = true)]
    private static extern IntPtr pwrite(Descriptor file, byte[] bytes, UIntPtr count, IntPtr offset);

    [DllImport("libc", SetLastError = true)]
    private static extern int ftruncate(Descriptor file, IntPtr length);

    [DllImport("libc", SetLastError = true)]
    private static extern int flock(Descriptor file, int operation);

    [DllImport("libc", SetLastError = true)]
    private static extern int close(int descriptor);
#pragma warning restore IDE1006, SA1300
}
