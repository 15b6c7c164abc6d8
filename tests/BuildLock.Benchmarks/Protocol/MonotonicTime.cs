using System.Diagnostics;

namespace BuildLock.Benchmarks.Protocol;

/// <summary>Nanoseconds of a clock that all processes of a machine share: CLOCK_MONOTONIC, which Stopwatch reads on Linux.</summary>
internal static class MonotonicTime
{
    public static long Now => (long)(Stopwatch.GetTimestamp() * (1e9 / Stopwatch.Frequency));
}
