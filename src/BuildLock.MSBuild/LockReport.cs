using System;
using System.Globalization;

namespace BuildLock.MSBuild;

/// <summary>What the tasks' outputs tell of a lock, as MSBuild takes it.</summary>
internal readonly record struct LockReport(bool Waited, string WaitedMilliseconds, string PreviousOutcome, string FencingToken, string EntryToken)
{
    public static (bool Waited, string Milliseconds) InVain(TimeSpan waited) => (waited > TimeSpan.Zero, Milliseconds(waited));

    public static LockReport Of(LockHandle handle) => new(
        handle.Waited > TimeSpan.Zero,
        Milliseconds(handle.Waited),
        handle.PreviousOutcome.ToString(),
        handle.FencingToken.ToString(CultureInfo.InvariantCulture),
        handle.EntryToken);

    private static string Milliseconds(TimeSpan span) => ((long)Math.Ceiling(span.TotalMilliseconds)).ToString(CultureInfo.InvariantCulture);
}
