using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using BuildLock.Journal;
using BuildLock.Platform;
using BuildLock.Text;

namespace BuildLock.Cli.Journals;

/// <summary>Reads a journal's folder while others write into it.</summary>
/// <remarks>Anybody may have put anything there. Only regular files are read, no link is followed, nothing waits for another
/// process, and there is an end to what is read.</remarks>
internal static class JournalReader
{
    /// <summary>A file is followed by another when it has reached <see cref="JournalFolder.MaxFileBytes"/>.</summary>
    private const int LongestFile = 2 * (int)JournalFolder.MaxFileBytes;
    private const int MostNames = 20_000;
    private const long MostBytes = 4 * JournalFolder.MaxBytes;
    private const int MostEntries = 1_000_000;
    private const int MostComplaints = 20;

    /// <exception cref="CommandException">The folder cannot be read (BL4005).</exception>
    public static JournalContents Read(string folder)
    {
        using DirectoryHandle handle = Open(folder);
        var lines = new JournalLines();
        var unread = new List<string>();
        string[] names = Names(handle);
        long bytes = 0;
        int done = 0;
        for (; done < names.Length && bytes < MostBytes && lines.Entries.Count < MostEntries; done++)
        {
            try
            {
                bytes += ReadFile(handle, names[done], lines);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
            {
                unread.Add(DisplayText.Field($"{names[done]}: {e.Message}", FieldLength.Any));
            }
        }

        if (done < names.Length)
        {
            unread.Add(FormattableString.Invariant($"the {names.Length - done} oldest of {names.Length} files, since the others are all that one report takes"));
        }

        lines.Entries.Sort((a, b) => a.Entry.At.CompareTo(b.Entry.At));
        return new JournalContents(lines.Entries, lines.Torn, Few(unread));
    }

    private static DirectoryHandle Open(string folder)
    {
        try
        {
            return DirectoryHandle.TryOpen(folder) ?? throw new DirectoryNotFoundException("it is not there.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(folder, e);
        }
    }

    // Names begin with the time: the newest first.
    private static string[] Names(DirectoryHandle folder)
    {
        try
        {
            return folder.FirstNames(MostNames).Where(name => name.EndsWith(JournalFolder.Extension, StringComparison.Ordinal)).OrderDescending(StringComparer.Ordinal).ToArray();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(folder.FullPath, e);
        }
    }

    private static CommandException Unreadable(string folder, Exception why)
        => new(ExitCode.Unavailable, DiagnosticCodes.ReportNotMade, $"The journal in '{folder}' cannot be read: {why.Message} Run this as a user who may read that folder.");

    // Returns how much was read.
    private static int ReadFile(DirectoryHandle folder, string name, JournalLines lines)
    {
        using FileHandle? file = folder.TryOpenFile(name, FileAccess.Read);
        if (file is null)
        {
            return 0; // removed since the folder was listed: it was among the oldest
        }

        byte[] bytes = file.Read(LongestFile + 1);
        if (bytes.Length > LongestFile)
        {
            throw new FormatException("it is larger than any journal.");
        }

        lines.Add(bytes);
        return bytes.Length;
    }

    private static List<string> Few(List<string> unread)
    {
        if (unread.Count > MostComplaints)
        {
            string rest = FormattableString.Invariant($"and {unread.Count - MostComplaints} more");
            unread.RemoveRange(MostComplaints, unread.Count - MostComplaints);
            unread.Add(rest);
        }

        return unread;
    }
}
