using System.Collections.Generic;
using System.Linq;
using BuildLock.Engines.Inspection;
using BuildLock.Text;

namespace BuildLock.Cli.Json;

/// <summary>A lock as <c>--json</c> shows it. Names and meanings only ever grow.</summary>
internal sealed record SightJson(
    string Key,
    string Namespace,
    string Scope,
    string Engine,
    string State,
    string Lock,
    string Place,
    HolderJson? Holder,
    double? LastSignSeconds,
    int WaiterCount,
    IReadOnlyList<WaiterJson> Waiters)
{
    public static SightJson Of(LockSight sight) => new(
        sight.Key,
        sight.Namespace,
        sight.Scope,
        sight.Engine,
        SightText.State(sight.State),
        sight.LockId,
        DisplayText.OneLine(sight.Place),
        sight.Holder is { } holder ? HolderJson.Of(holder) : null,
        sight.Holder?.LastSign?.TotalSeconds,
        sight.WaiterCount,
        sight.Waiters.Select(WaiterJson.Of).ToList());
}
