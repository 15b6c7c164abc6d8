using System;
using System.Collections.Generic;
using System.Linq;
using BuildLock.Engines.State;
using BuildLock.Queueing;

namespace BuildLock.Engines.Inspection;

/// <summary>All engines' locks, seen from outside.</summary>
internal static class LockInspection
{
    /// <summary>Every lock of this machine and of the directories that are named.</summary>
    public static IReadOnlyList<LockSight> FindAll(IEnumerable<string> directories)
    {
        var roots = StateRoot.OfMachine().Concat(directories).Distinct(StringComparer.Ordinal).ToList();
        return LockEngines.All.SelectMany(engine => engine.Inspector.FindAll(roots)).ToList();
    }

    /// <summary>Removes what is left of locks that nobody has held for so long.</summary>
    /// <param name="directories">Where; none for the places of this machine.</param>
    /// <returns>What was removed, and how many were left that nobody holds either.</returns>
    public static (IReadOnlyList<LockSight> Removed, int Kept) Clean(IReadOnlyList<string> directories, TimeSpan untouched)
    {
        IReadOnlyList<string> roots = directories.Count > 0 ? directories : StateRoot.OfMachine();
        List<LockSight> removed = LockEngines.All.SelectMany(engine => engine.Inspector.Clean(roots, untouched)).ToList();
        int kept = LockEngines.All.SelectMany(engine => engine.Inspector.FindAll(roots))
            .Count(sight => sight.State is SightState.Free or SightState.Abandoned && sight.Untouched is not null);
        if (directories.Count == 0)
        {
            _ = QueueCleaner.Clean(untouched); // of all engines, and after the locks: nobody stands in them
        }

        return (removed, kept);
    }
}
