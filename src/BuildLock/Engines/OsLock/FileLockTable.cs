using System;
using System.IO;
using System.Linq;
using BuildLock.Identity;
using BuildLock.Platform;

namespace BuildLock.Engines.OsLock;

/// <summary>Linux's list of file locks, proc_locks(5). Slow: for messages about a holder that has not said who it is, as one that
/// was stopped before it could, or another program that locked the file.</summary>
internal static class FileLockTable
{
    /// <returns><see langword="null"/> where it cannot be found: on other systems, and in another namespace of processes.</returns>
    public static string? DescribeHolder(string path)
    {
        if (FileStatus.Of(path)?.NameAmongLocks is not { } name)
        {
            return null;
        }

        try
        {
            // "3: FLOCK  ADVISORY  WRITE 17637 fe:00:12173355 0 EOF"; with an arrow before the kind it is one that waits.
            string[]? holder = File.ReadLines("/proc/locks")
                .Select(line => line.Split(new[] { ' ' }, StringSplitOptions.RemoveEmptyEntries))
                .FirstOrDefault(fields => fields.Length > 5 && fields[1] == "FLOCK" && fields[5] == name);
            return holder is null ? null : ProgramText.Of(holder[4]); // whose id is 0 where it is not of this namespace
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // no /proc, or the holder has just ended
        }
    }
}
