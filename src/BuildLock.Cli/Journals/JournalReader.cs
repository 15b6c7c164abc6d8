using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using BuildLock.Journal;

namespace BuildLock.Cli.Journals;

/// <summary>Reads a journal's folder while others write into it.</summary>
internal static class JournalReader
{
    private const int KnownFormat = 1;
    private const double Century = 100 * 365.0 * 86_400_000; // in milliseconds

    /// <exception cref="CommandException">The folder cannot be read (BL4005).</exception>
    public static JournalContents Read(string folder)
    {
        var entries = new List<(JournalProcess, string, JournalEntry Entry)>();
        var unread = new List<string>();
        int torn = 0;
        foreach (string file in Files(folder))
        {
            try
            {
                torn += ReadFile(file, entries);
            }
            catch (FileNotFoundException)
            {
                // Removed since the folder was listed: it was among the oldest.
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
            {
                unread.Add($"{Path.GetFileName(file)}: {e.Message}");
            }
        }

        entries.Sort((a, b) => a.Entry.At.CompareTo(b.Entry.At));
        return new JournalContents(entries, torn, unread);
    }

    private static string[] Files(string folder)
    {
        try
        {
            return Directory.GetFiles(folder, "*" + JournalFolder.Extension).Order(StringComparer.Ordinal).ToArray();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(
                ExitCode.Unavailable,
                DiagnosticCodes.ReportNotMade,
                $"The journal in '{folder}' cannot be read: {e.Message} Run this as a user who may read that folder.");
        }
    }

    // Returns how many lines are torn.
    private static int ReadFile(string file, List<(JournalProcess, string, JournalEntry)> entries)
    {
        using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        string[] lines = reader.ReadToEnd().Split('\n');

        // Whole lines end with a line break, so behind the last one stands nothing.
        int torn = lines[^1].Length > 0 ? 1 : 0;
        JournalEntry? first = null;
        JournalProcess? process = null;
        foreach (string line in lines[..^1])
        {
            if (TryRead(line) is not { } entry)
            {
                torn++;
            }
            else if (entry.Event == "process")
            {
                if (entry.Format > KnownFormat)
                {
                    throw new FormatException($"its format {entry.Format} is of a newer version, which reads it.");
                }

                first = entry;
                process = JournalProcess.Of(entry);
            }
            else if (process is not null)
            {
                entries.Add((process, first!.Writer, entry));
            }
            else
            {
                throw new FormatException("it does not begin with the line that says whose it is.");
            }
        }

        return torn;
    }

    // Anybody may write into a shared folder, and a date at the end of time has no day after it.
    private static bool IsPlausible(JournalEntry entry)
        => entry.At.Year is > 2000 and < 3000 && entry.Waited is >= 0 and < Century && entry.Held is >= 0 and < Century;

    private static JournalEntry? TryRead(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, JournalEntryJson.Default.JournalEntry) is { } entry && IsPlausible(entry) ? entry : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
