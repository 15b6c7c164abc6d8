using System;
using System.IO;

namespace BuildLock.Platform;

/// <summary>Whether something is mounted exactly at a path, so that what lies beside it belongs to another file system.</summary>
internal static class MountPoint
{
    /// <returns>False also where it cannot be known (no Linux, no /proc).</returns>
    public static bool IsAt(string path)
    {
        if (!OperatingSystemKind.IsLinux)
        {
            return false;
        }

        try
        {
            foreach (string line in File.ReadLines("/proc/self/mountinfo"))
            {
                // proc(5): "id parent major:minor root mount-point options …", blanks written as \040
                string[] fields = line.Split(' ');
                if (fields.Length > 4 && Unescape(fields[4]) == path)
                {
                    return true;
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A sandbox without /proc.
        }

        return false;
    }

    private static string Unescape(string field)
        => field.IndexOf('\\') < 0 ? field : field.Replace("\\040", " ").Replace("\\011", "\t").Replace("\\012", "\n").Replace("\\134", "\\");
}
