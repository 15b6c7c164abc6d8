using System;
using System.Collections.Generic;
using System.Linq;
using BuildLock.Identity;

namespace BuildLock.Cli.Journals;

/// <summary>Makes acquisitions out of lines.</summary>
internal static class Acquisitions
{
    // Others are of a later version.
    private static readonly string[] Known = ["waits", "took", "released", "abandoned", "lost", "gaveUp"];

    /// <param name="contents">The journal.</param>
    /// <param name="now">Until when what still goes on has lasted.</param>
    public static List<Acquisition> Of(JournalContents contents, DateTimeOffset now)
    {
        var all = new List<Acquisition>();
        var open = new Dictionary<(JournalProcess, string, long), Acquisition>();
        foreach ((JournalProcess process, string writer, JournalEntry entry) in contents.Entries.Where(line => Known.Contains(line.Entry.Event)))
        {
            if (!open.TryGetValue((process, writer, entry.N), out Acquisition? acquisition))
            {
                acquisition = new Acquisition(process, entry);
                open.Add((process, writer, entry.N), acquisition);
                all.Add(acquisition);
            }

            Hear(acquisition, entry);
        }

        Close(all, contents.Entries.Count > 0 ? contents.Entries[^1].Entry.At : now, now);
        return all;
    }

    private static void Hear(Acquisition acquisition, JournalEntry entry)
    {
        switch (entry.Event)
        {
            case "waits":
                acquisition.WaitedFor.Add(new WaitedFor(entry.At, entry.Holder, entry.HolderPid, entry.HolderMachine, entry.HolderCommand));
                break;
            case "took":
                acquisition.Took = entry.At;
                acquisition.Outcome = Outcome.Held;
                (acquisition.Previous, acquisition.Fence, acquisition.Hold) = (entry.Previous, entry.Fence, entry.Hold);
                (acquisition.Description, acquisition.Job, acquisition.Entered) = (entry.Description, entry.Job ?? acquisition.Job, entry.Entered);
                break;
            case "released" or "abandoned" or "lost":
                acquisition.Took ??= entry.At - Acquisition.Milliseconds(entry.Held); // the file with that line was removed
                End(acquisition, entry, entry.Event == "released" ? Outcome.Released : entry.Event == "lost" ? Outcome.Lost : Outcome.Abandoned);
                break;
            case "gaveUp":
                End(acquisition, entry, Enum.TryParse(entry.Why, ignoreCase: true, out Outcome why) ? why : Outcome.Failed);
                break;
            default:
                throw new InvalidOperationException($"Nobody hears the event '{entry.Event}'.");
        }
    }

    private static void End(Acquisition acquisition, JournalEntry entry, Outcome outcome)
        => (acquisition.Ended, acquisition.Outcome, acquisition.Code, acquisition.Problem) = (entry.At, outcome, entry.Code, entry.Problem);

    // What nobody said the end of: it goes on if its process lives. Otherwise it had ended when the next one got in.
    private static void Close(List<Acquisition> all, DateTimeOffset last, DateTimeOffset now)
    {
        ILookup<(string, string), Acquisition> byLock = all.Where(a => a.Took is not null && !a.Entered).ToLookup(a => (a.First.Lock, a.First.Engine));
        foreach (Acquisition acquisition in all.Where(a => !a.HasEnd))
        {
            if (acquisition.Process.Liveness() == Liveness.Alive)
            {
                acquisition.Ended = now;
                continue;
            }

            acquisition.Outcome = Outcome.Unknown;
            DateTimeOffset? next = acquisition.Took is { } took
                ? byLock[(acquisition.First.Lock, acquisition.First.Engine)].Where(other => other.Took > took).Min(other => other.Took)
                : null;
            acquisition.Ended = next ?? (acquisition.Took is null && acquisition.WaitedFor.Count > 0 ? acquisition.WaitedFor[^1].Since : last);
        }
    }
}
