using System;
using System.Collections.Generic;
using System.Globalization;
using System.Threading;

namespace BuildLock.Conformance.Children;

/// <summary>Options as the words of a command to a child.</summary>
public static class ChildSettings
{
    public static IEnumerable<(string Name, string? Value)> Write(LockOptions options, params IEnumerable<(string Name, string? Value)> more)
        =>
        [
            .. more,
            ("Engine", options.Engine),
            ("Namespace", options.Namespace),
            ("Timeout", Text(options.Timeout)),
            ("ExpireAfter", Text(options.ExpireAfter)),
            ("MaxHold", Text(options.MaxHold)),
            ("LockDirectory", options.LockDirectory),
            ("Scope", options.Scope?.ToString()),
            ("Description", options.Description),
        ];

    private static string? Text(TimeSpan? duration)
        => duration is not { } d ? null
            : d == Timeout.InfiniteTimeSpan ? "infinite"
            : d.TotalMilliseconds.ToString(CultureInfo.InvariantCulture) + "ms";
}
