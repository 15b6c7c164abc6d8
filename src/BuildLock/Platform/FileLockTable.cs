using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace BuildLock.Platform;

/// <summary>Linux's list of file locks, proc_locks(5): who has a lock of flock(2), and who waits for it, in order. Slow, so it is for
/// messages and for those who look.</summary>
internal static class FileLockTable
{
    /// <returns>The owners of locks on these files and those who wait for them, file by file. Empty where it cannot be known: on other
    /// systems, and of processes in another namespace.</returns>
    public static IReadOnlyList<Entry> Read(params FileStatus[] files)
    {
        if (!OperatingSystemKind.IsLinux)
        {
            return Array.Empty<Entry>();
        }

        try
        {
            // The list is handed out a page at a time, and between two pages locks come and go: a process may be in it twice, or not at
            // all. So it is read until it says the same twice; after a few turns the last one has to do.
            List<Entry> entries = ReadOnce(files);
            for (int turn = 0; turn < 4 && ReadOnce(files) is var again && !again.SequenceEqual(entries); turn++)
            {
                entries = again;
            }

            return entries;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Array.Empty<Entry>(); // no /proc, or hidden
        }
    }

    private static List<Entry> ReadOnce(FileStatus[] files)
    {
        List<string[]> lines = File.ReadLines("/proc/locks").Select(line => line.Split(new[] { ' ' }, StringSplitOptions.RemoveEmptyEntries)).ToList();
        return files.SelectMany(file => Of(lines, file.NameAmongLocks)).ToList();
    }

    // "3: FLOCK  ADVISORY  WRITE 17637 fe:00:12173355 0 EOF", and "3: -> FLOCK …" for one that waits behind it.
    private static IEnumerable<Entry> Of(List<string[]> lines, string name)
    {
        foreach (string[] fields in lines)
        {
            int kind = fields.Length > 1 && fields[1] == "->" ? 2 : 1;
            if (fields.Length > kind + 4 && fields[kind] == "FLOCK" && fields[kind + 4] == name
                && int.TryParse(fields[kind + 3], NumberStyles.None, CultureInfo.InvariantCulture, out int process) && process > 0)
            {
                yield return new Entry(process, isWaiting: kind == 2);
            }
        }
    }

    internal readonly struct Entry
    {
        public Entry(int processId, bool isWaiting)
        {
            ProcessId = processId;
            IsWaiting = isWaiting;
        }

        public int ProcessId { get; }

        public bool IsWaiting { get; }
    }
}
