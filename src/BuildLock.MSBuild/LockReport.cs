using System;
using System.Globalization;

namespace BuildLock.MSBuild;

/// <summary>What the tasks' outputs tell of a lock, as MSBuild takes it.</summary>
internal readonly record struct LockReport(bool Waited, string WaitedMilliseconds, string PreviousOutcome, string FencingToken, string EntryToken)
{
    public static (bool Waited, string Milliseconds) InVain(TimeSpan waited) => (waited > TimeSpan.Zero, Milliseconds(waited));

    public static LockReport Of(HeldLock held) => new(
        held.Waited > TimeSpan.Zero,
        Milliseconds(held.Waited),
        held.Handle.PreviousOutcome.ToString(),
        held.Handle.FencingToken.ToString(CultureInfo.InvariantCulture),
        held.Handle.EntryToken);

    private static string Milliseconds(TimeSpan span) => ((long)Math.Ceiling(span.TotalMilliseconds)).ToString(CultureInfo.InvariantCulture);
}
