using System;
using BuildLock.Benchmarks.Peers;

namespace BuildLock.Benchmarks.Rows;

/// <summary>Eight processes take and release one key as fast as they can: how much gets done, and how fairly.</summary>
internal sealed class HotLoopRow : IRow
{
    /// <summary>As builds take locks: a few, and nothing of it compiled for good.</summary>
    public const string Short = "short";

    public const string Long = "long";

    private const int Processes = 8;
    private const int ShortTimes = 50;

    // With nothing to do under the lock, a process is through with all its rounds before the next one gets a core.
    private static readonly TimeSpan Held = TimeSpan.FromMicroseconds(100);

    public string Name => "hotloop";

    public string Title => $"{Processes} processes in a hot loop, 0.1 ms of work under the lock: {ShortTimes} holds each in fresh processes, and five times as many in warm ones";

    public void Run(Bench bench)
    {
        bench.Interleave(Name, bench.Peers, rounds: bench.Quick ? 1 : 3, peer =>
        {
            using var crowd = new Crowd(bench, peer, Processes);
            Gather(bench, peer, Short, crowd.Run(ShortTimes, Held, TimeSpan.Zero));
            if (peer.Most == int.MaxValue) // a process for each hold has nothing to warm, and takes its time
            {
                crowd.WarmUp(400);
                Gather(bench, peer, Long, crowd.Run(ShortTimes * 5, Held, TimeSpan.Zero));
            }
        });

        foreach (IPeer peer in bench.Peers)
        {
            foreach (string run in new[] { Short, Long })
            {
                Add(bench, peer, run, "ops", "/s");
                Add(bench, peer, run, "longest wait", "ms");
                Add(bench, peer, run, "first/last", string.Empty);
            }
        }
    }

    private void Gather(Bench bench, IPeer peer, string run, CrowdRun result)
    {
        bench.Results.Of($"{Name} {run} ops", peer.Name).Add(result.HoldsPerSecond);
        bench.Results.Of($"{Name} {run} longest wait", peer.Name).Add(result.LongestWait);
        bench.Results.Of($"{Name} {run} first/last", peer.Name).Add(result.FirstFinished / result.LastFinished);
    }

    private void Add(Bench bench, IPeer peer, string run, string name, string unit)
    {
        if (bench.Results.Of($"{Name} {run} {name}", peer.Name) is { Count: > 0 } samples)
        {
            bench.Results.Add(Name, peer.Name, $"{run} {name}", samples.Median, unit);
        }
    }
}
