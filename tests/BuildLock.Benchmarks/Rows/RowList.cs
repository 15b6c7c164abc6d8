using System.Collections.Generic;

namespace BuildLock.Benchmarks.Rows;

/// <summary>All rows, in the order in which they run.</summary>
internal static class RowList
{
    public static readonly IReadOnlyList<IRow> All =
    [
        new PairRow(), new DiskPairRow(), new CallsRow(), new FirstLockRow(), new HandOverRow(), new KillRow(), new SettledRow(), new HotLoopRow(), new WorkRow(),
        new WaitersRow(), new KeysRow(), new FalseContentionRow(), new BuildsRow(), new CommandLineRow(),
    ];
}
