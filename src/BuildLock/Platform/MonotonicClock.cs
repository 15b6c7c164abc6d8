using System;
using System.Diagnostics;

namespace BuildLock.Platform;

/// <summary>The clock of every deadline and age: it only goes forward, whatever happens to the time of day.</summary>
internal static class MonotonicClock
{
    private static readonly double TicksPerStep = (double)TimeSpan.TicksPerSecond / Stopwatch.Frequency;

    /// <summary>Time since an arbitrary start, the same for all processes of this boot on Linux and Windows.</summary>
    public static TimeSpan Now => TimeSpan.FromTicks((long)(Stopwatch.GetTimestamp() * TicksPerStep));
}
