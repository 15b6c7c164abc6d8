using System.Collections.Generic;

namespace BuildLock.Benchmarks.Rows;

/// <summary>All rows, in the order in which they run.</summary>
internal static class RowList
{
    public static readonly IReadOnlyList<IRow> All =
    [
        new PairRow(), new DiskPairRow(), new HandOverRow(), new KillRow(), new WakeUpsRow(), new HotLoopRow(), new WorkRow(),
        new WaitersRow(), new KeysRow(), new FalseContentionRow(), new BuildsRow(), new CommandLineRow(),
    ];
}
