using System;
using System.Collections.Generic;
using System.Threading;
using BuildLock.Platform;

namespace BuildLock.Engines.PortQuorum;

/// <summary>Lets holds begin to answer a millisecond after they began.</summary>
/// <remarks>Preparing to answer costs half as much as the lock itself, and a hold that is over within a millisecond needs no
/// answer. Who calls meanwhile waits in the kernel's queue and is served then, or cut off by the release. One timer for all holds:
/// to set one wakes a thread.</remarks>
internal static class LateAnswers
{
    private const int AfterMilliseconds = 1;

    // A timer may fire a little early; what it then leaves waits for one more.
    private static readonly TimeSpan LongEnough = TimeSpan.FromMilliseconds(0.8);

    private static readonly List<(PortQuorumHold Hold, TimeSpan Began)> Holds = new(); // also the gate
    private static readonly Timer Timer = new(_ => Answer());

    public static void Add(PortQuorumHold hold)
    {
        lock (Holds)
        {
            Holds.Add((hold, MonotonicClock.Now));
            if (Holds.Count == 1)
            {
                Timer.Change(AfterMilliseconds, Timeout.Infinite);
            }
        }
    }

    private static void Answer()
    {
        TimeSpan due = MonotonicClock.Now - LongEnough;
        List<(PortQuorumHold Hold, TimeSpan Began)> old;
        lock (Holds)
        {
            old = Holds.FindAll(one => one.Began <= due);
            Holds.RemoveAll(one => one.Began <= due);
            if (Holds.Count > 0)
            {
                Timer.Change(AfterMilliseconds, Timeout.Infinite);
            }
        }

        old.ForEach(one => one.Hold.Answer());
    }
}
