using System;
using System.Collections.Generic;
using System.Linq;
using BuildLock.Keys;
using BuildLock.Platform;

namespace BuildLock.Beacons;

/// <summary>Remembers for a moment the queue that a hold of this process left behind, so that this process does not take the
/// lock again before those who waited.</summary>
/// <remarks>The one who releases is faster at the lock than anybody who has to wake up first: without this, a process that takes
/// a lock again and again would have it nearly alone. Other processes' newcomers have a tenth of a millisecond to slip in, once
/// for each release.</remarks>
internal static class Courtesy
{
    // Longer than a waiter takes to wake up on a busy machine; after that the lock is anybody's.
    private static readonly TimeSpan Lasts = TimeSpan.FromMilliseconds(50);

    // More than that many are looked through for old ones: who releases thousands of locks must not fill the memory.
    private const int Many = 64;

    private static readonly Dictionary<LockSite, LeftQueue> Queues = new(); // also the gate

    /// <param name="site">The lock that was released.</param>
    /// <param name="endOfQueue">Where the last one in line is found, or an empty text when nobody waits or can be followed.</param>
    public static void Remember(LockSite site, string endOfQueue)
    {
        if (endOfQueue.Length > 0)
        {
            Add(site, endOfQueue);
        }
    }

    /// <summary>Somebody came for a lock that this process was just releasing, and is not in line yet.</summary>
    public static void RememberCaller(LockSite site) => Add(site, string.Empty);

    /// <summary>Whether others were left waiting. Queues behind them, where they can be followed.</summary>
    /// <param name="site">The lock.</param>
    /// <param name="place">The caller's.</param>
    /// <param name="watch">The connection to the last one in line; <see langword="null"/> when a pause has to do. Where that one
    /// has had it meanwhile, it comes with <see langword="false"/>, and says how that hold ended: a holder of port-quorum leaves
    /// no other trace.</param>
    public static bool StepBack(LockSite site, QueuePlace place, out BeaconWatch? watch)
    {
        watch = null;
        string address;
        lock (Queues)
        {
            if (!Queues.TryGetValue(site, out LeftQueue? queue))
            {
                return false;
            }

            Queues.Remove(site);
            if (queue.Until < MonotonicClock.Now)
            {
                return false;
            }

            address = queue.Address;
        }

        if (address.Length == 0)
        {
            return true;
        }

        if (BeaconClient.Call(address, place) is not { } dial)
        {
            return false; // they have gone
        }

        place.HasQueued = true;
        watch = new BeaconWatch(dial, place);
        return !watch.HasEnded; // else they have had it meanwhile
    }

    private static void Add(LockSite site, string endOfQueue)
    {
        TimeSpan now = MonotonicClock.Now;
        lock (Queues)
        {
            if (Queues.Count > Many)
            {
                Queues.Where(queue => queue.Value.Until < now).Select(queue => queue.Key).ToList().ForEach(old => Queues.Remove(old));
            }

            Queues[site] = new LeftQueue(endOfQueue, now + Lasts);
        }
    }

    private sealed class LeftQueue
    {
        public LeftQueue(string address, TimeSpan until) => (Address, Until) = (address, until);

        public string Address { get; }

        public TimeSpan Until { get; }
    }
}
