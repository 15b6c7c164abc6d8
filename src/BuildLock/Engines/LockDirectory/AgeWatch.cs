using System;
using BuildLock.Platform;

namespace BuildLock.Engines.LockDirectory;

/// <summary>Judges the age of a holder that cannot be seen, by one clock at a time.</summary>
/// <remarks>
/// Two clocks are never compared. Either this process has watched the entry unchanged for the whole
/// <c>ExpireAfter</c> by its own monotonic clock; or the file system's clock, which stamped both the entry and a probe,
/// says that it is that old and the entry stayed unchanged for a third of it under our eyes, which is two missed
/// renewals. The second way lets the state of a long dead holder go soon; the watching in it keeps a jump of the file
/// system's clock from taking the lock from one who lives.
/// </remarks>
internal sealed class AgeWatch
{
    private long _number = -1;
    private DateTime _stamp;
    private TimeSpan _unchangedSince;

    /// <param name="stamp">The entry's time of last change.</param>
    /// <param name="fileSystemNow">Asks the file system for its present time; called only when that can decide.</param>
    public bool IsExpired(long number, DateTime stamp, TimeSpan expireAfter, Func<DateTime> fileSystemNow)
    {
        TimeSpan now = MonotonicClock.Now;
        if (number != _number || stamp != _stamp)
        {
            (_number, _stamp, _unchangedSince) = (number, stamp, now);
        }

        TimeSpan watched = now - _unchangedSince;
        return watched >= expireAfter
            || (watched.Ticks >= expireAfter.Ticks / 3 && fileSystemNow() - stamp >= expireAfter);
    }
}
