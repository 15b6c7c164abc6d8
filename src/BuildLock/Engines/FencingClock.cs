using System;
using System.Threading;
using BuildLock.Platform;

namespace BuildLock.Engines;

/// <summary>Fencing tokens for engines that leave nothing behind to count with: the time of day in 100 ns units, always
/// above the last token that this process knows of.</summary>
internal static class FencingClock
{
    private static long _last;

    public static long Next(long atLeast = 0)
    {
        while (true)
        {
            long last = Volatile.Read(ref _last);
            long next = Math.Max(WallClock.Now.Ticks, Math.Max(last, atLeast) + 1);
            if (Interlocked.CompareExchange(ref _last, next, last) == last)
            {
                return next; // ends: each failed exchange means that another thread got its token
            }
        }
    }
}
