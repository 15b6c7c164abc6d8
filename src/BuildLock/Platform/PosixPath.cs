using System;
using System.Runtime.InteropServices;
using System.Text;

namespace BuildLock.Platform;

/// <summary>Where paths lead, by the calls that .NET does not offer in every framework. Unix only.</summary>
internal static class PosixPath
{
    /// <returns>The link's target, or <see langword="null"/> when the path is no readable link.</returns>
    public static string? ReadLink(string path)
    {
        var buffer = new byte[4096];
        long length = (long)readlink(Posix.Bytes(path), buffer, (UIntPtr)buffer.Length);
        return length < 0 ? null : Encoding.UTF8.GetString(buffer, 0, (int)length);
    }

    /// <returns>The absolute path without links, or <see langword="null"/> and the error number.</returns>
    public static string? RealPath(string path, out int error)
    {
        // A null second argument makes the C library allocate the result (POSIX.1-2008).
        IntPtr result = realpath(Posix.Bytes(path), IntPtr.Zero);
        if (result == IntPtr.Zero)
        {
            error = Marshal.GetLastWin32Error();
            return null;
        }

        error = 0;
        int length = 0;
        while (Marshal.ReadByte(result, length) != 0)
        {
            length++;
        }

        var bytes = new byte[length];
        Marshal.Copy(result, bytes, 0, length);
        free(result);
        return Encoding.UTF8.GetString(bytes);
    }

#pragma warning disable IDE1006, SA1300 // Named as in the C library.
    [DllImport("libc", SetLastError = true)]
    private static extern IntPtr readlink(byte[] path, byte[] buffer, UIntPtr size);

    [DllImport("libc", SetLastError = true)]
    private static extern IntPtr realpath(byte[] path, IntPtr resolved);

    [DllImport("libc")]
    private static extern void free(IntPtr memory);
#pragma warning restore IDE1006, SA1300
}
