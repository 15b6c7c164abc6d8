using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using BuildLock.Beacons;
using BuildLock.Identity;
using BuildLock.Platform;

namespace BuildLock.Engines.Inspection;

/// <summary>Asks holders who waits for them.</summary>
internal static class WaiterCensus
{
    // A holder of its own accord answers within a millisecond; one that is stopped keeps nobody waiting for what is only
    // good to know.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(200);

    private static readonly TimeSpan WholeQueue = TimeSpan.FromSeconds(1);

    /// <param name="sights">Each with the beacon that its holder published; empty when it has none.</param>
    public static void Ask(IEnumerable<(LockSight Sight, string Beacon)> sights)
    {
        var visits = new List<(LockSight Sight, BeaconVisit Visit)>();
        try
        {
            foreach ((LockSight sight, string beacon) in sights)
            {
                if (sight.State == SightState.Held && BeaconClient.Visit(sight.Holder, beacon) is { } visit)
                {
                    visits.Add((sight, visit));
                }
            }

            BeaconCensus.Run(visits.ConvertAll(pair => pair.Visit), Patience, _ => false);
            visits.ForEach(pair => Tell(pair.Sight, pair.Visit));
        }
        finally
        {
            visits.ForEach(pair => pair.Visit.Dispose());
        }
    }

    /// <summary>Notes what a visit has learnt, and asks those who wait there who waits behind them.</summary>
    public static void Tell(LockSight sight, BeaconVisit visit)
    {
        TimeSpan end = MonotonicClock.Now + WholeQueue;
        var waiters = new List<SightWaiter>();
        var rooms = new Queue<IReadOnlyList<IReadOnlyDictionary<string, string>>>();
        var asked = new HashSet<string>(StringComparer.Ordinal);
        rooms.Enqueue(visit.Waiters);

        // Ends: nobody is asked twice, and the time is bounded.
        while (rooms.Count > 0)
        {
            IReadOnlyList<IReadOnlyDictionary<string, string>> room = rooms.Dequeue();
            sight.WaiterCount += room.Count == 0 ? 0 : (int)Math.Max(room.Count, Number(room[0], "of"));
            foreach (IReadOnlyDictionary<string, string> fields in room)
            {
                waiters.Add(new SightWaiter(0, TimeSpan.FromMilliseconds(Number(fields, "waited")), HolderText.ReadWaiter(fields)));
                string beacon = HolderText.Get(fields, HolderText.Beacon);
                if (MonotonicClock.Now < end && asked.Add(beacon) && BeaconClient.Visit(beacon) is { } next)
                {
                    using (next)
                    {
                        BeaconCensus.Run(new List<BeaconVisit> { next }, Patience, _ => false);
                        rooms.Enqueue(next.Waiters);
                    }
                }
            }
        }

        sight.Waiters = waiters.OrderByDescending(waiter => waiter.Waited).Select((waiter, i) => new SightWaiter(i + 1, waiter.Waited, waiter.Process)).ToList();
    }

    private static long Number(IReadOnlyDictionary<string, string> fields, string name)
        => int.TryParse(HolderText.Get(fields, name), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0;
}
