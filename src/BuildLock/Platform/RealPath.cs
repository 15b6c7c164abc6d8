using System;
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace BuildLock.Platform;

/// <summary>A folder's one true path: links resolved and, on Windows, spelled as the file system spells it.</summary>
internal static class RealPath
{
    /// <param name="path">A folder, absolute or relative to the current directory.</param>
    /// <param name="problem">Why it cannot be resolved, as the rest of a sentence, or <see langword="null"/>.</param>
    public static string Resolve(string path, out string? problem)
    {
        string full;
        try
        {
            full = Path.GetFullPath(path);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException or PathTooLongException)
        {
            problem = "it is not a path (" + e.Message + ")";
            return path;
        }

        if (!Directory.Exists(full))
        {
            problem = File.Exists(full) ? "it is a file" : "it does not exist, or may not be looked at";
            return full;
        }

        problem = null;
        return OperatingSystemKind.IsWindows ? OnWindows(full, out problem) : OnUnix(full, out problem);
    }

    /// <summary>As <see cref="Resolve"/> for a file that need not exist: its folder is resolved, and it too when it is a link.</summary>
    public static string ResolveFile(string path, out string? problem)
    {
        if (File.Exists(path) && !OperatingSystemKind.IsWindows)
        {
            return OnUnix(Path.GetFullPath(path), out problem);
        }

        string? folder = Path.GetDirectoryName(path);
        string real = Resolve(string.IsNullOrEmpty(folder) ? "." : folder!, out problem);
        return Path.Combine(real, Path.GetFileName(path));
    }

    private static string OnUnix(string full, out string? problem)
    {
        string? real = PosixPath.RealPath(full, out int error);
        problem = real is null ? FormattableString.Invariant($"its real path cannot be found (error {error})") : null;
        return real ?? full;
    }

    private static string OnWindows(string full, out string? problem)
    {
        const uint ShareAll = 7;
        const uint OpenExisting = 3;
        const uint BackupSemantics = 0x02000000; // needed to open a directory
        problem = null;
        using SafeFileHandle handle = CreateFileW(full, 0, ShareAll, IntPtr.Zero, OpenExisting, BackupSemantics, IntPtr.Zero);
        var buffer = new char[1024];
        uint length = handle.IsInvalid ? 0 : GetFinalPathNameByHandleW(handle, buffer, (uint)buffer.Length, 0);
        if (length == 0 || length >= buffer.Length)
        {
            problem = FormattableString.Invariant($"its real path cannot be found (error {Marshal.GetLastWin32Error()})");
            return full;
        }

        string real = new string(buffer, 0, (int)length);
        return real.StartsWith(@"\\?\UNC\", StringComparison.Ordinal) ? @"\\" + real.Substring(8)
            : real.StartsWith(@"\\?\", StringComparison.Ordinal) ? real.Substring(4)
            : real;
    }

    [DllImport("kernel32.dll", CharSet = CharSet.Unicode, SetLastError = true)]
    private static extern SafeFileHandle CreateFileW(string name, uint access, uint share, IntPtr security, uint disposition, uint flags, IntPtr template);

    [DllImport("kernel32.dll", CharSet = CharSet.Unicode, SetLastError = true)]
    private static extern uint GetFinalPathNameByHandleW(SafeFileHandle file, char[] path, uint length, uint flags);
}
