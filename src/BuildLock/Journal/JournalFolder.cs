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

    /// <summary>How many names are looked at when old files are removed: some 30 ms of work, however many others put there.</summary>
    private const int MaxLooked = 10_000;

    /// <summary>What of each user's files stays when old ones are removed.</summary>
    public const long MaxBytes = 64 << 20;

    /// <inheritdoc cref="MaxBytes"/>
    public const int MaxFiles = 2000;

    /// <inheritdoc cref="MaxBytes"/>
    public static readonly TimeSpan MaxAge = TimeSpan.FromDays(30);

    // Looking through thousands of files takes milliseconds: one process a minute does it for all.
    private static readonly TimeSpan SweepEvery = TimeSpan.FromMinutes(1);

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

    /// <summary>Opens the folder, and makes it where it is not there.</summary>
    /// <exception cref="IOException">There is something else, or it cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be opened or made.</exception>
    public static DirectoryHandle Open(string path)
    {
        DirectoryHandle? folder = DirectoryHandle.TryOpen(path);
        if (folder is null)
        {
            Make(path);
            folder = DirectoryHandle.TryOpen(path);
        }

        return folder ?? throw new DirectoryNotFoundException($"'{path}' was removed as soon as it was made.");
    }

    /// <summary>Removes of this user's files what is too old or too much, the longest untouched first. A file that its process
    /// still has open may be among them: what that process says next begins a new one.</summary>
    /// <remarks>What others have put there counts for nothing: it cannot have this user's files removed.</remarks>
    /// <param name="folder">The journal's folder.</param>
    /// <param name="always">Also when it was done within the last minute.</param>
    public static void Sweep(DirectoryHandle folder, bool always)
    {
        DateTime now = WallClock.Now.UtcDateTime;
        if (!SweptMark.IsDue(folder, now - SweepEvery, now) && !always)
        {
            return;
        }

        SweptMark.Set(folder);
        var files = new List<(string Name, FileStatus Status)>();
        foreach (string name in folder.FirstNames(MaxLooked))
        {
            if (name.EndsWith(Extension, StringComparison.Ordinal) && folder.Status(name) is { Kind: FileKind.File, IsOurs: true } status)
            {
                files.Add((name, status));
            }
        }

        files.Sort((a, b) => b.Status.Modified.CompareTo(a.Status.Modified));
        long bytes = 0;
        for (int i = 0; i < files.Count; i++)
        {
            (string name, FileStatus status) = files[i];
            bytes += status.Length;
            if (i >= MaxFiles || bytes > MaxBytes || now - status.Modified > MaxAge)
            {
                folder.TryDeleteFile(name); // what stays, since somebody reads it on Windows, goes next time
            }
        }
    }

    private static void Make(string path)
    {
        const uint OthersMayLook = 0x1ED; // octal 755: also where the umask would let others write
        if (OperatingSystemKind.IsWindows)
        {
#pragma warning disable RS0030 // Claims nothing: it only has to be there.
            Directory.CreateDirectory(path);
#pragma warning restore RS0030
            return;
        }

        if (Path.GetDirectoryName(path.TrimEnd('/')) is { Length: > 0 } parent && !Directory.Exists(parent))
        {
            Make(parent);
        }

        int error = Posix.MakeDirectory(path, OthersMayLook);
        if (error != 0 && error != Posix.Exists)
        {
            throw PosixError.Exception(error, "make", path);
        }
    }
}
