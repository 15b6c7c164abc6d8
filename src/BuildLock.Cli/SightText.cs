using System;
using System.Collections.Generic;
using System.Linq;
using BuildLock.Engines.Inspection;
using BuildLock.Settings;
using BuildLock.Text;

namespace BuildLock.Cli;

/// <summary>A lock in words.</summary>
internal static class SightText
{
    public static string State(SightState state) => state switch
    {
        SightState.Free => "free",
        SightState.Held => "held",
        SightState.Silent => "silent",
        SightState.Abandoned => "abandoned",
        _ => "unknown",
    };

    /// <summary>One sentence about a lock that somebody has or had, and one line for each that waits.</summary>
    public static IEnumerable<string> Lines(LockSight sight) => Parts(sight).Select(DisplayText.OneLine);

    private static IEnumerable<string> Parts(LockSight sight)
    {
        yield return sight.State switch
        {
            SightState.Free => $"{sight.Engine}: free",
            SightState.Mute => $"{sight.Engine}: somebody has it and does not answer: {sight.Place}",
            SightState.Abandoned => $"{sight.Engine}: free, left behind by {Who(sight)} (id {Id(sight)}), whose process has ended; taken {Ago(sight)} ago",
            SightState.Silent => $"{sight.Engine}: held for {Ago(sight)} by {Who(sight)} (id {Id(sight)}), silent for {Sign(sight)}",
            _ => $"{sight.Engine}: held for {Ago(sight)} by {Who(sight)} (id {Id(sight)})",
        };
        foreach (SightWaiter waiter in sight.Waiters)
        {
            yield return FormattableString.Invariant($"  {waiter.Place}. waits for {LockDuration.Format(waiter.Waited)}: '{waiter.Process.Command}', pid {waiter.Process.Id}, {waiter.Process.User}@{waiter.Process.Machine}");
        }

        if (sight.WaiterCount > sight.Waiters.Count)
        {
            yield return FormattableString.Invariant($"  and {sight.WaiterCount - sight.Waiters.Count} more");
        }
    }

    public static string[] Head { get; } = ["KEY", "ENGINE", "STATE", "ID", "HOLDER", "HELD", "SIGN", "WAITING"];

    /// <summary>The lock as a row of a table.</summary>
    public static string[] Row(LockSight sight) =>
    [
        sight.Key.Length == 0 ? sight.State == SightState.Mute ? sight.Place : "(" + sight.LockId + ")" : DisplayText.Cut(sight.Namespace.Length == 0 ? sight.Key : sight.Namespace + ":" + sight.Key, 40),
        sight.Engine,
        State(sight.State),
        sight.Holder is null ? "-" : Id(sight),
        sight.Holder is null ? "-" : Who(sight),
        sight.Holder is null || sight.State == SightState.Free ? "-" : Ago(sight), // of a free one it is the last holder's
        sight.Holder?.LastSign is null ? "-" : Sign(sight),
        Waiting(sight),
    ];

    private static string Waiting(LockSight sight)
        => sight.WaiterCount == 0 ? "-"
            : FormattableString.Invariant($"{sight.WaiterCount}: ") + string.Join(", ", sight.Waiters.Take(3).Select(waiter => FormattableString.Invariant($"pid {waiter.Process.Id} {LockDuration.Format(waiter.Waited)}")))
            + (sight.WaiterCount > 3 ? ", …" : string.Empty);

    private static string Who(LockSight sight) => sight.Holder?.ToString() ?? "an unknown holder";

    private static string Id(LockSight sight) => sight.Holder?.Id ?? "unknown";

    private static string Ago(LockSight sight) => sight.Holder is { } holder ? LockDuration.Format(holder.HeldFor) : "an unknown time";

    private static string Sign(LockSight sight) => sight.Holder?.LastSign is { } age ? LockDuration.Format(age) : "an unknown time";
}
