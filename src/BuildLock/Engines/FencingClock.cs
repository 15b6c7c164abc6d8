using System;
using System.Threading;
using BuildLock.Platform;

namespace BuildLock.Engines;

/// <summary>Fencing tokens for engines that leave nothing behind to count with: the time of day in 100 ns units, always
/// above the last token that this process knows of.</summary>
internal static class FencingClock
{
    // Clocks that were set back explain years, not more. The last token comes from another process, which may say anything; near
    // the end of the numbers it would make every later one of this process run over.
    private static readonly long MostAhead = TimeSpan.FromDays(3650).Ticks;

    private static long _last;

    /// <param name="after">The last token that the lock is known to have had.</param>
    public static long Next(long after = 0)
    {
        while (true)
        {
            long now = WallClock.Now.Ticks;
            long last = Volatile.Read(ref _last);
            long next = Math.Max(now, Math.Max(last, after - now < MostAhead ? after : 0) + 1);
            if (Interlocked.CompareExchange(ref _last, next, last) == last)
            {
                return next; // ends: each failed exchange means that another thread got its token
            }
        }
    }
}
