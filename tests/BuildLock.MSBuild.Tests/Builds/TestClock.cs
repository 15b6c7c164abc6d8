using System;
using System.Diagnostics;

namespace BuildLock.MSBuild.Tests.Builds;

/// <summary>One steady clock for all builds of a run.</summary>
internal static class TestClock
{
    private static readonly long Start = Stopwatch.GetTimestamp();

    public static TimeSpan Now => Stopwatch.GetElapsedTime(Start);
}
