using System;
using System.ComponentModel;
using System.IO;
using BuildLock.Platform;

namespace BuildLock.Cli.Measurement;

/// <summary>Measures one lock: pairs by this process alone, then hand-overs from a second one.</summary>
internal static class Bench
{
    // The first calls compile and load what they need.
    private const int WarmPairs = 20;
    private const int WarmHandOvers = 3;

    /// <param name="kind">One of <see cref="MeasuredKind.All"/>.</param>
    /// <param name="time">How long to measure.</param>
    /// <param name="folder">Where the polled file lies.</param>
    public static Measured Run(string kind, TimeSpan time, string folder)
    {
        var pairs = new Samples();
        var handOvers = new Samples();
        string? problem = null;
        try
        {
            string key = "buildlock-bench-" + Guid.NewGuid().ToString("N");
            using IMeasuredLock measured = MeasuredKind.Open(kind, key, folder);
            Pairs(measured, time / 4, pairs);
            using var other = new OtherProcess(kind, key, folder);
            HandOvers(measured, other, time * 3 / 4, handOvers);
        }
        catch (Exception e) when (e is LockException or IOException or UnauthorizedAccessException or Win32Exception)
        {
            problem = e.Message;
        }

        return new Measured(kind, pairs, handOvers, problem);
    }

    private static void Pairs(IMeasuredLock measured, TimeSpan time, Samples pairs)
    {
        for (int i = 0; i < WarmPairs; i++)
        {
            measured.Acquire().Dispose();
        }

        for (TimeSpan end = MonotonicClock.Now + time; MonotonicClock.Now < end;)
        {
            TimeSpan start = MonotonicClock.Now;
            measured.Acquire().Dispose();
            pairs.Add(MonotonicClock.Now - start);
        }
    }

    private static void HandOvers(IMeasuredLock measured, OtherProcess other, TimeSpan time, Samples handOvers)
    {
        for (int i = 0; i < WarmHandOvers; i++)
        {
            HandOver(measured, other);
        }

        for (TimeSpan end = MonotonicClock.Now + time; MonotonicClock.Now < end;)
        {
            handOvers.Add(HandOver(measured, other));
        }
    }

    private static TimeSpan HandOver(IMeasuredLock measured, OtherProcess other)
    {
        other.Hold();
        IDisposable hold = measured.Acquire();
        TimeSpan at = MonotonicClock.Now;
        hold.Dispose();
        return at - other.Released();
    }
}
