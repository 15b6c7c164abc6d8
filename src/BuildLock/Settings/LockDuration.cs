using System;
using System.Globalization;
using System.Threading;

namespace BuildLock.Settings;

/// <summary>The durations people write: <c>00:05:00</c>, <c>90s</c>, <c>10m</c>, <c>250ms</c>, <c>2h</c>, <c>1.5</c> (seconds), <c>infinite</c>.</summary>
internal static class LockDuration
{
    public const string Forms = "Write 00:05:00, 90s, 10m, 2h, 250ms or plain seconds";

    // The suffix that others end with comes last: "ms" before "s" and "m".
    private static readonly (string Suffix, double Milliseconds)[] Units =
    {
        ("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000),
    };

    /// <returns>The duration, <see cref="Timeout.InfiniteTimeSpan"/> for <c>infinite</c>, or <see langword="null"/>
    /// when the text is none. Negative numbers are read, for the caller to refuse with its own reason.</returns>
    public static TimeSpan? TryParse(string text)
    {
        text = text.Trim();
        if (string.Equals(text, "infinite", StringComparison.OrdinalIgnoreCase))
        {
            return Timeout.InfiniteTimeSpan;
        }

        TimeSpan? span = text.IndexOf(':') >= 0 ? TryParseClock(text) : TryParseNumber(text);

        // -1 ms is how .NET writes "infinite"; here that has to be written out.
        return span == Timeout.InfiniteTimeSpan ? TimeSpan.FromMilliseconds(-2) : span;
    }

    // hh:mm:ss with any number of hours. TimeSpan reads "24:00:00" as 24 days.
    private static TimeSpan? TryParseClock(string text)
    {
        int colon = text.IndexOf(':');
        if (int.TryParse(text.Substring(0, colon), NumberStyles.None, CultureInfo.InvariantCulture, out int hours)
            && TimeSpan.TryParse("0" + text.Substring(colon), CultureInfo.InvariantCulture, out TimeSpan rest))
        {
            return TimeSpan.FromHours(hours) + rest;
        }

        return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan span) ? span : null;
    }

    private static TimeSpan? TryParseNumber(string text)
    {
        double scale = 1000;
        foreach ((string suffix, double milliseconds) in Units)
        {
            if (text.EndsWith(suffix, StringComparison.OrdinalIgnoreCase))
            {
                scale = milliseconds;
                text = text.Substring(0, text.Length - suffix.Length).TrimEnd();
                break;
            }
        }

        const NumberStyles Style = NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign;
        if (!double.TryParse(text, Style, CultureInfo.InvariantCulture, out double number))
        {
            return null;
        }

        double total = number * scale;

        // Rejects NaN too. 9e14 ms are 28,000 years, just inside what TimeSpan holds.
        return Math.Abs(total) <= 9e14 ? TimeSpan.FromTicks((long)(total * TimeSpan.TicksPerMillisecond)) : null;
    }

    /// <summary>The duration as messages show it: <c>250 ms</c>, <c>42 s</c>, <c>10 min</c>, <c>1 h 5 min</c>, <c>3 d 2 h</c>.</summary>
    public static string Format(TimeSpan span)
    {
        if (span == Timeout.InfiniteTimeSpan)
        {
            return "infinite";
        }

        FormattableString text = span switch
        {
            _ when span < TimeSpan.FromSeconds(1) => $"{(int)span.TotalMilliseconds} ms",
            _ when span < TimeSpan.FromSeconds(10) => $"{Math.Floor(span.TotalSeconds * 10) / 10:0.#} s",
            _ when span < TimeSpan.FromMinutes(2) => $"{(int)span.TotalSeconds} s",
            _ when span < TimeSpan.FromHours(1) => span.Seconds == 0 ? $"{(int)span.TotalMinutes} min" : (FormattableString)$"{(int)span.TotalMinutes} min {span.Seconds} s",
            _ when span < TimeSpan.FromDays(1) => span.Minutes == 0 ? $"{(int)span.TotalHours} h" : (FormattableString)$"{(int)span.TotalHours} h {span.Minutes} min",
            _ => $"{(int)span.TotalDays} d {span.Hours} h",
        };
        return FormattableString.Invariant(text);
    }
}
