using System;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using BuildLock.Platform;

namespace BuildLock.Identity;

/// <summary>When a process started, as text to compare: it tells a process from a later one with the same id.</summary>
internal static class ProcessStart
{
    /// <returns>The start, or <see langword="null"/> when the process is gone or may not be looked at.</returns>
    public static string? Of(int id) => OperatingSystemKind.IsLinux ? ReadStat(id)?.Started : StartTime(id);

    /// <summary>State, parent, number of threads and start of a process, from <c>/proc/&lt;pid&gt;/stat</c> (proc(5)).</summary>
    internal static (char State, int Parent, int Threads, string Started)? ReadStat(int id)
    {
        try
        {
            // The second field is the program's name in parentheses and may itself hold parentheses and spaces.
            string stat = File.ReadAllText(FormattableString.Invariant($"/proc/{id}/stat"));
            string[] fields = stat.Substring(stat.LastIndexOf(')') + 2).Split(' ');
            return (fields[0][0], int.Parse(fields[1], CultureInfo.InvariantCulture), int.Parse(fields[17], CultureInfo.InvariantCulture), fields[19]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Gone (ENOENT, or ESRCH while reading), or hidden by the hidepid mount option: the caller asks otherwise.
            return null;
        }
    }

    private static string? StartTime(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return process.StartTime.ToUniversalTime().Ticks.ToString(CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or Win32Exception or NotSupportedException)
        {
            return null; // gone, or not ours to look at
        }
    }
}
