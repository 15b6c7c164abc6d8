using System;
using System.Threading;
using BuildLock.Platform;

namespace BuildLock.Engines;

/// <summary>Fencing tokens for engines that leave nothing behind to count with: the time of day in 100 ns units, above all that
/// this process has given out by its clock, and above the last token that the lock is known to have had.</summary>
internal static class FencingClock
{
    // Clocks that were set back explain years, not more. The last token comes from another process, which may say anything; near
    // the end of the numbers it would make every later one of the lock run over.
    private static readonly long MostAhead = TimeSpan.FromDays(3650).Ticks;

    private static long _last;

    /// <param name="after">The last token that the lock is known to have had.</param>
    public static long Next(long after = 0)
    {
        long own = Own();

        // Not counted on from for other locks: a lock of this process far ahead of the clock would fall back in the next process.
        return after >= own && after - own < MostAhead ? after + 1 : own;
    }

    private static long Own()
    {
        while (true)
        {
            long last = Volatile.Read(ref _last);
            long next = Math.Max(WallClock.Now.Ticks, last + 1);
            if (Interlocked.CompareExchange(ref _last, next, last) == last)
            {
                return next; // ends: each failed exchange means that another thread got its token
            }
        }
    }
}
