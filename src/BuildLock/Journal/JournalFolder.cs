using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text;
using BuildLock.Platform;

namespace BuildLock.Journal;

/// <summary>The folder that all processes journal into: what files are called, and how many stay.</summary>
internal static class JournalFolder
{
    public const string Extension = ".jsonl";

    /// <summary>A file that has reached this is followed by another: some 3,000 lines.</summary>
    public const long MaxFileBytes = 1 << 20;

    /// <summary>What stays when old files are removed.</summary>
    public const long MaxBytes = 64 << 20;

    /// <inheritdoc cref="MaxBytes"/>
    public const int MaxFiles = 2000;

    /// <inheritdoc cref="MaxBytes"/>
    public static readonly TimeSpan MaxAge = TimeSpan.FromDays(30);

    // Looking through thousands of files takes milliseconds: one process a minute does it for all.
    private static readonly TimeSpan SweepEvery = TimeSpan.FromMinutes(1);

    private const string SweptMark = ".swept";

    /// <summary>Begins with the time so that names sort by age. The number tells a process's files apart, and two copies of
    /// this assembly in one process.</summary>
    public static string FileName(DateTimeOffset begun, string machine, int process, string started, int number)
    {
        var safe = new StringBuilder();
        foreach (char c in machine.Length > 40 ? machine.Substring(0, 40) : machine)
        {
            safe.Append(c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') ? c : '-');
        }

        return string.Format(CultureInfo.InvariantCulture, "{0:yyyyMMdd'T'HHmmss'Z'}-{1}-{2}-{3}-{4}{5}", begun.UtcDateTime, safe, process, started, number, Extension);
    }

    /// <summary>Removes what is too old or too much, the longest untouched first. A file that its process still has open may be
    /// among them: what that process says next begins a new one.</summary>
    /// <param name="folder">The journal's folder.</param>
    /// <param name="always">Also when it was done within the last minute.</param>
    public static void Sweep(string folder, bool always)
    {
        string mark = Path.Combine(folder, SweptMark);
        DateTime now = WallClock.Now.UtcDateTime;

        // A mark from the future is of a clock that was set back: it would keep everybody from looking.
        if (!always && File.Exists(mark) && File.GetLastWriteTimeUtc(mark) is var swept && swept <= now && now - swept < SweepEvery)
        {
            return;
        }

        Touch(mark);
        var files = new List<FileInfo>(new DirectoryInfo(folder).EnumerateFiles("*" + Extension));
        files.Sort((a, b) => b.LastWriteTimeUtc.CompareTo(a.LastWriteTimeUtc));
        long bytes = 0;
        int kept = 0;
        foreach (FileInfo file in files)
        {
            bytes += SizeOf(file);
            if (++kept > MaxFiles || bytes > MaxBytes || now - file.LastWriteTimeUtc > MaxAge)
            {
                TryDelete(file.FullName);
            }
        }
    }

    private static long SizeOf(FileInfo file)
    {
        try
        {
            return file.Length;
        }
        catch (FileNotFoundException)
        {
            return 0; // somebody else removed it
        }
    }

    private static void Touch(string mark)
    {
        try
        {
            using (new FileStream(mark, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete))
            {
                // Only to have it.
            }

            File.SetLastWriteTimeUtc(mark, WallClock.Now.UtcDateTime);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another user's mark: then each process of this one looks for itself.
        }
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another user's file, or on Windows one that somebody reads: whoever owns it, or looks next, removes it.
        }
    }
}
