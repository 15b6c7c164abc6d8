using System;
using System.Collections.Generic;
using System.Linq;
using BuildLock.Cli.Journals;

namespace BuildLock.Cli.Reports;

/// <summary>From acquisitions to the report: places in lists instead of references, seconds instead of dates.</summary>
internal static class JournalReport
{
    private const int Format = 1;

    public static ReportJson Of(string folder, JournalContents contents, IReadOnlyList<Acquisition> acquisitions, DateTimeOffset now)
    {
        DateTimeOffset from = acquisitions.Count > 0 ? acquisitions.Min(a => a.Begun) : now;
        DateTimeOffset to = acquisitions.Count > 0 ? acquisitions.Max(a => a.Ended) : now;
        List<JournalProcess> processes = acquisitions.Select(a => a.Process).Distinct().ToList();
        List<IGrouping<(string, string), Acquisition>> locks = acquisitions.GroupBy(IdOf)
            .OrderByDescending(group => group.Sum(a => a.Waited.TotalSeconds)).ThenByDescending(group => group.Sum(a => a.Held.TotalSeconds)).ToList();
        Dictionary<JournalProcess, int> placeOfProcess = Places(processes);
        Dictionary<(string, string), int> placeOfLock = Places(locks.Select(group => group.Key));
        var placeOfHold = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < acquisitions.Count; i++)
        {
            if (acquisitions[i].Hold is { } hold && !acquisitions[i].Entered)
            {
                placeOfHold[hold] = i;
            }
        }

        return new ReportJson(
            Format,
            folder,
            from,
            to,
            contents.TornLines,
            contents.UnreadFiles,
            processes.Select(p => new ProcessJson(p.Machine, p.Pid, p.User, p.Command, p.Job)).ToList(),
            locks.Select(group => Totals([.. group])).ToList(),
            acquisitions.Select(a => new AcquisitionJson(
                placeOfProcess[a.Process],
                placeOfLock[IdOf(a)],
                Seconds(a.Begun - from),
                a.Took is { } took ? Seconds(took - from) : null,
                Seconds(a.Ended - from),
                Seconds(a.Waited),
                Seconds(a.Held),
                Name(a.Outcome),
                a.Description,
                a.Job,
                a.Previous,
                a.Fence,
                a.Entered,
                a.Code,
                a.Problem,
                a.WaitedFor.Select(w => new WaitedForJson(Seconds(w.Since - from), Place(placeOfHold, w.Hold), w.Pid, w.Machine, w.Command)).ToList())).ToList());
    }

    public static string Name(Outcome outcome) => outcome switch
    {
        Outcome.Waiting => "waiting",
        Outcome.Held => "held",
        Outcome.Released => "released",
        Outcome.Abandoned => "abandoned",
        Outcome.Lost => "lost",
        Outcome.Busy => "busy",
        Outcome.Timeout => "timeout",
        Outcome.Refused => "refused",
        Outcome.Unusable => "unusable",
        Outcome.Cancelled => "cancelled",
        Outcome.Failed => "failed",
        _ => "unknown",
    };

    private static (string, string) IdOf(Acquisition acquisition) => (acquisition.First.Lock, acquisition.First.Engine);

    private static LockJson Totals(List<Acquisition> all) => new(
        all[0].First.Key,
        all[0].First.Folder,
        all[0].First.Namespace,
        all[0].First.Engine,
        all.Count(a => a.Took is not null),
        all.Count(a => a.WaitedFor.Count > 0),
        Seconds(TimeSpan.FromTicks(all.Sum(a => a.Waited.Ticks))),
        Seconds(TimeSpan.FromTicks(all.Where(a => !a.Entered).Sum(a => a.Held.Ticks))), // what is entered is held already
        Seconds(all.Max(a => a.Waited)),
        Seconds(all.Max(a => a.Held)),
        all.Count(a => a.HasEnd && a.Took is null),
        all.Count(a => a.Outcome == Outcome.Lost),
        all.Count(a => a.Outcome == Outcome.Unknown && a.Took is not null));

    private static Dictionary<T, int> Places<T>(IEnumerable<T> items)
        where T : notnull
        => items.Select((item, place) => (item, place)).ToDictionary(pair => pair.item, pair => pair.place);

    private static int? Place(Dictionary<string, int> places, string? hold)
        => hold is not null && places.TryGetValue(hold, out int place) ? place : null;

    private static double Seconds(TimeSpan span) => Math.Round(span.TotalSeconds, 6);
}
