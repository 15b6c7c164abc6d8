using System;
using System.Globalization;

namespace BuildLock.Benchmarks.Report;

/// <summary>A number as people read it: three digits that count.</summary>
internal static class Number
{
    public static string Text(double value)
    {
        string format = Math.Abs(value) switch
        {
            0 => "0",
            < 10 => "0.00",
            < 100 => "0.0",
            _ => "#,##0",
        };
        return value.ToString(format, CultureInfo.InvariantCulture);
    }

    /// <summary>A time that is given in microseconds.</summary>
    public static string Time(double microseconds) => microseconds switch
    {
        < 1000 => Text(microseconds) + " µs",
        < 1_000_000 => Text(microseconds / 1000) + " ms",
        _ => Text(microseconds / 1_000_000) + " s",
    };
}
