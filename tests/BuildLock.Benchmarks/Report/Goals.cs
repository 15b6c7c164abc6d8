using System.Collections.Generic;
using System.Linq;
using BuildLock.Benchmarks.Peers;
using BuildLock.Benchmarks.Rows;

namespace BuildLock.Benchmarks.Report;

/// <summary>The goals of the engines: ratios within one run, so that they hold on any machine.</summary>
/// <remarks>
/// What a user would take instead is a named Mutex, so that is what they are held against. There are no goals, and why, for:
/// <list type="bullet">
/// <item>hand-over over flock in C, and its 99th percentile: no .NET program reaches the one, and the machine's other work
/// decides the other;</item>
/// <item>pairs on disk: what was deleted there before decides (see <c>diskpair</c>);</item>
/// <item>keys falsely busy and threads for many keys: they follow from how an engine is made, not from how fast it is. The
/// figures stay.</item>
/// </list>
/// </remarks>
internal static class Goals
{
    private static readonly string[] Engines = [PeerList.PortQuorum, PeerList.LockDir, PeerList.LockFile, PeerList.OsLock];

    public static IReadOnlyList<Goal> Judge(Results results) => [.. All(results).Where(goal => !double.IsNaN(goal.Value))];

    /// <summary>The hand-over of the least that blocks: in C, or where there is no compiler, in .NET.</summary>
    public static string Floor(Results results, string row, string name)
        => results.Find(row, PeerList.FlockInC, name) is null ? PeerList.FlockInNet : PeerList.FlockInC;

    private static IEnumerable<Goal> All(Results r)
    {
        yield return Pair(r, PeerList.PortQuorum, PeerList.TwoListens, 1.5);
        yield return Pair(r, PeerList.LockDir, PeerList.DirectoryWithFile, 2.5);
        yield return Pair(r, PeerList.LockFile, PeerList.SmallFile, 2.5);
        yield return Pair(r, PeerList.OsLock, PeerList.ExclusiveOpen, 3);

        foreach (string engine in Engines)
        {
            double Of(string row, string name) => r.Find(row, engine, name) ?? double.NaN;
            double MutexOf(string row, string name) => r.Find(row, PeerList.NamedMutex, name) ?? double.NaN;
            double OverMutex(string row, string name) => Of(row, name) / MutexOf(row, name);

            // The lock of the operating system; ports behind the queue; entries in a folder behind it.
            T By<T>(T ofSystem, T ofPorts, T ofFolder) => engine switch
            {
                PeerList.OsLock => ofSystem,
                PeerList.PortQuorum => ofPorts,
                _ => ofFolder,
            };

            yield return new("firstlock", engine, "median in ms", Of("firstlock", "median"), 12);
            yield return new("handover", engine, "over Mutex", OverMutex("handover", "median"), By(1.5, 4, 6));
            yield return new("kill", engine, "median in ms", Of("kill", "median"), By(5, 5, 10));
            yield return new("settled", engine, "wake-ups of one per second", Of("settled", "wake-ups of one"), 0.3);
            yield return new("settled", engine, "processor of all in ms/s", Of("settled", "processor of all"), 2);
            foreach (string run in new[] { HotLoopRow.Short, HotLoopRow.Long })
            {
                yield return new("hotloop", engine, $"{run} ops over Mutex's", OverMutex("hotloop", $"{run} ops"), By(0.8, 0.4, 0.25), AtLeast: true);
                yield return new("hotloop", engine, $"{run} longest wait over Mutex's", OverMutex("hotloop", $"{run} longest wait"), By(5, 8, 12));
                yield return new("hotloop", engine, $"{run} first/last", Of("hotloop", $"{run} first/last"), 0.8, AtLeast: true);
            }

            yield return new("work", engine, "more than Mutex", Of("work", "over ideal") - MutexOf("work", "over ideal"), By(0.03, 0.05, 0.1));
            yield return new("waiters", engine, "200 over 1", Of("waiters", "200") / Of("waiters", "1"), 2);
        }

        yield return new("builds", BuildsRow.MSBuild, "no-op build over one without", r.Find("builds", BuildsRow.MSBuild, BuildsRow.NoOp) ?? double.NaN, 1.03);
    }

    private static Goal Pair(Results r, string engine, string calls, double limit)
        => new("pair", engine, $"over {calls}", (r.Find("pair", engine, "median") / r.Find("pair", calls, "median")) ?? double.NaN, limit);
}
