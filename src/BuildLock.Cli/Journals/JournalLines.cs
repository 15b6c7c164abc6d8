using System;
using System.Collections.Generic;
using System.Text.Json;

namespace BuildLock.Cli.Journals;

/// <summary>The lines of a journal's files.</summary>
internal sealed class JournalLines
{
    private const int KnownFormat = 1;

    /// <summary>A key of 1,024 characters, all of them escaped, has six times as many.</summary>
    private const int LongestLine = 64 * 1024;
    private const double Century = 100 * 365.0 * 86_400_000; // in milliseconds

    public List<(JournalProcess Process, string Writer, JournalEntry Entry)> Entries { get; } = [];

    /// <summary>How many cannot be read.</summary>
    public int Torn { get; private set; }

    /// <param name="file">A whole file.</param>
    /// <exception cref="FormatException">It is none of ours, or a later version's; what it said before that is kept.</exception>
    public void Add(ReadOnlySpan<byte> file)
    {
        JournalEntry? first = null;
        JournalProcess? process = null;
        ReadOnlySpan<byte> rest = file;

        // Whole lines end with a line break, so behind the last one stands nothing.
        for (int end = rest.IndexOf((byte)'\n'); end >= 0; end = rest.IndexOf((byte)'\n'))
        {
            JournalEntry? entry = TryRead(rest[..end]);
            rest = rest[(end + 1)..];
            if (entry is null)
            {
                Torn++;
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
                Entries.Add((process, first!.Writer, entry));
            }
            else
            {
                throw new FormatException("it does not begin with the line that says whose it is.");
            }
        }

        Torn += rest.Length > 0 ? 1 : 0;
    }

    // A date at the end of time has no day after it.
    private static bool IsPlausible(JournalEntry entry)
        => entry.At.Year is > 2000 and < 3000 && entry.Waited is >= 0 and < Century && entry.Held is >= 0 and < Century;

    private static JournalEntry? TryRead(ReadOnlySpan<byte> line)
    {
        try
        {
            return line.Length <= LongestLine && JsonSerializer.Deserialize(line, JournalEntryJson.Default.JournalEntry) is { } entry && IsPlausible(entry) ? entry.FitToShow() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
