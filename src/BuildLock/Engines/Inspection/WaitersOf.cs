using System;
using System.Linq;
using BuildLock.Platform;
using BuildLock.Queueing;

namespace BuildLock.Engines.Inspection;

/// <summary>Notes who waits for a lock, as its queue on this machine shows it.</summary>
internal static class WaitersOf
{
    /// <param name="gate">The gate where it is no file of the queue's own.</param>
    public static void Tell(LockSight sight, QueueAddress address, FileHandle? gate = null)
    {
        using QueueFolder? folder = QueueFolder.TryFind(address);
        using FileHandle? own = gate is null ? folder?.TryReadGate() : null;
        if (folder is null || (gate ?? own) is not { } file)
        {
            return;
        }

        DateTimeOffset now = WallClock.Now;
        sight.Waiters = WaiterList.Read(folder, file, own: null).Waiters
            .Select((waiter, i) => new SightWaiter(i + 1, waiter.Since is { } since && since < now ? now - since : TimeSpan.Zero, waiter.Process))
            .ToList();
        sight.WaiterCount = sight.Waiters.Count;
    }
}
