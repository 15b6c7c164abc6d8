using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;

namespace BuildLock.BuildProcesses;

/// <summary>SIGINT as processes that tests start find it.</summary>
internal static class Interrupts
{
    private const int Number = 2; // SIGINT, POSIX

    /// <summary>Lets children hear Ctrl+C also when the tests run in the background: shells start background jobs with the
    /// signal ignored, and children inherit that.</summary>
    public static void Hear()
    {
        const string Status = "/proc/self/status"; // proc(5); elsewhere there is no way to ask that changes nothing
        string? ignored = File.Exists(Status) ? File.ReadLines(Status).FirstOrDefault(l => l.StartsWith("SigIgn:", StringComparison.Ordinal)) : null;
        if (ignored is not null && (ulong.Parse(ignored.AsSpan(7).Trim(), NumberStyles.HexNumber) & (1UL << (Number - 1))) != 0)
        {
            const nint Default = 0;
            handle(Number, Default);
        }
    }

    [DllImport("libc", EntryPoint = "signal")]
    private static extern nint handle(int signal, nint handler);
}
