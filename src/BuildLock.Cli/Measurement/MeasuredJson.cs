using System;

namespace BuildLock.Cli.Measurement;

/// <summary>What was measured of one lock, as <c>--json</c> shows it: counts and microseconds.</summary>
internal sealed record MeasuredJson(
    string Lock,
    int Pairs,
    double? PairMedian,
    double? Pair99,
    int HandOvers,
    double? HandOverMedian,
    double? HandOver99,
    string? Problem)
{
    public static MeasuredJson Of(Measured measured) => new(
        measured.Kind,
        measured.Pairs.Count,
        Microseconds(measured.Pairs.At(0.5)),
        Microseconds(measured.Pairs.At(0.99)),
        measured.HandOvers.Count,
        Microseconds(measured.HandOvers.At(0.5)),
        Microseconds(measured.HandOvers.At(0.99)),
        measured.Problem);

    private static double? Microseconds(TimeSpan? time) => time is { } known ? Math.Round(known.TotalMicroseconds, 1) : null;
}
