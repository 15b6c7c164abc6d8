using System;
using System.Collections.Generic;
using System.Linq;
using BuildLock.Benchmarks.Peers;

namespace BuildLock.Benchmarks.Report;

/// <summary>The goals of the engines: ratios within one run, so that they hold on any machine.</summary>
internal static class Goals
{
    private static readonly string[] Engines = [PeerList.PortQuorum, PeerList.LockDir, PeerList.LockFile, PeerList.OsLock];

    public static IReadOnlyList<Goal> Judge(Results results) => [.. All(results).Where(goal => !double.IsNaN(goal.Value))];

    /// <summary>The hand-over of the least that blocks: in C, or where there is no compiler, in .NET.</summary>
    public static string Floor(Results results, string row, string name)
        => results.Find(row, PeerList.FlockInC, name) is null ? PeerList.FlockInNet : PeerList.FlockInC;

    private static IEnumerable<Goal> All(Results r)
    {
        string floor = Floor(r, "handover", "median");
        yield return Pair(r, "pair", PeerList.PortQuorum, PeerList.TwoListens, 1.3);
        yield return Pair(r, "diskpair", PeerList.LockDir, PeerList.DirectoryWithFile, 1.3);
        yield return Pair(r, "diskpair", PeerList.LockFile, PeerList.SmallFile, 1.5);
        yield return Pair(r, "diskpair", PeerList.OsLock, PeerList.ExclusiveOpen, 2);

        foreach (string engine in Engines)
        {
            bool onDisk = engine is PeerList.LockDir or PeerList.LockFile;
            double Of(string row, string name) => r.Find(row, engine, name) ?? double.NaN;

            double handOver = onDisk ? 5 : engine == PeerList.OsLock ? 2 : 3;
            yield return new("handover", engine, $"over {floor}", Of("handover", "median") / (r.Find("handover", floor, "median") ?? double.NaN), handOver);
            yield return new("handover", engine, "99 % in ms", Of("handover", "99 %") / 1000, 2);
            yield return new("kill", engine, "median in ms", Of("kill", "median"), onDisk ? 10 : 5);
            yield return new("wakeups", engine, "per second", Of("wakeups", "wake-ups"), 1);
            yield return new("hotloop", engine, "first/last", Of("hotloop", "first/last"), 0.9, AtLeast: true);
            yield return new("work", engine, "over ideal", Of("work", "over ideal"), onDisk ? 1.15 : 1.1);
            yield return new("waiters", engine, "200 over 1", Of("waiters", "200") / Of("waiters", "1"), 3);
            yield return new("keys", engine, "of 1,000 falsely busy", Of("keys", "1000 falsely busy"), 0);
            yield return new("keys", engine, "threads for 1,000", Math.Max(0, Of("keys", "1000 threads")), 1);
        }
    }

    private static Goal Pair(Results r, string row, string engine, string calls, double limit)
        => new(row, engine, $"over {calls}", (r.Find(row, engine, "median") / r.Find(row, calls, "median")) ?? double.NaN, limit);
}
