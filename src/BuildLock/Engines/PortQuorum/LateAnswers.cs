using System;
using System.Collections.Generic;
using BuildLock.Platform;

namespace BuildLock.Engines.PortQuorum;

/// <summary>Lets holds begin to answer a millisecond after they began.</summary>
/// <remarks>Preparing to answer costs half as much as the lock itself, and a hold that is over within a millisecond needs no
/// answer. Who calls meanwhile waits in the kernel's queue and is served then, or cut off by the release. One entry for
/// all holds: to add one wakes the keeper. The keeper, not a timer: a timer's first use starts four threads, and its turn comes
/// from a pool that the work under the lock may have blocked.</remarks>
internal static class LateAnswers
{
    private static readonly TimeSpan After = TimeSpan.FromMilliseconds(1);

    // It may come a little early; what it then leaves waits for one more.
    private static readonly TimeSpan LongEnough = TimeSpan.FromMilliseconds(0.8);

    private static readonly List<PortQuorumHold> Holds = new(); // also the gate

    public static void Add(PortQuorumHold hold)
    {
        lock (Holds)
        {
            Holds.Add(hold);
            if (Holds.Count == 1)
            {
                Keeper.Schedule(After, Answer);
            }
        }
    }

    private static void Answer()
    {
        TimeSpan due = MonotonicClock.Now - LongEnough;
        List<PortQuorumHold> old;
        lock (Holds)
        {
            old = Holds.FindAll(one => one.Began <= due);
            Holds.RemoveAll(one => one.Began <= due);
            if (Holds.Count > 0)
            {
                Keeper.Schedule(After, Answer);
            }
        }

        old.ForEach(one => one.Answer());
    }
}
