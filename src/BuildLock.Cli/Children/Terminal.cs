using System;
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace BuildLock.Cli.Children;

/// <summary>Whether Ctrl+C reaches the command by itself.</summary>
internal static class Terminal
{
    /// <summary>A terminal sends the signals of its keys, and the hang-up, to all of its foreground group. Where this process
    /// is in that group its child is too: to pass them on would send them twice, and many programs take the second Ctrl+C
    /// for "now, at once".</summary>
    /// <remarks>A signal that somebody sends to this process alone while it is in the foreground cannot be told apart, and is
    /// not passed on; SIGTERM always is.</remarks>
    public static bool SendsToGroup()
    {
        if (OperatingSystem.IsWindows())
        {
            return true; // the console sends Ctrl+C to every process on it
        }

        try
        {
            // The terminal that keys come from, wherever the standard streams lead.
            using SafeFileHandle terminal = File.OpenHandle("/dev/tty", FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            return tcgetpgrp(terminal.DangerousGetHandle().ToInt32()) == getpgrp();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // no terminal
        }
    }

#pragma warning disable IDE1006, SA1300 // Named as in the C library.
    [DllImport("libc")]
    private static extern int tcgetpgrp(int descriptor);

    [DllImport("libc")]
    private static extern int getpgrp();
#pragma warning restore IDE1006, SA1300
}
