using System;
using System.Linq;
using BuildLock.Platform;
using BuildLock.Queueing;

namespace BuildLock.Engines.Inspection;

/// <summary>Notes who waits for a lock, as its queue on this machine shows it.</summary>
internal static class WaitersOf
{
    /// <param name="gate">The gate where it is no file of the queue's own.</param>
    /// <param name="isOneOfMany">Only those who have waited for a second are noted: the kernel's list is too slow to be read for each.</param>
    public static void Tell(LockSight sight, QueueAddress address, FileHandle? gate = null, bool isOneOfMany = false)
    {
        using QueueFolder? folder = QueueFolder.TryFind(address);
        if (isOneOfMany && folder?.Waiters().Any() != true)
        {
            return;
        }

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
