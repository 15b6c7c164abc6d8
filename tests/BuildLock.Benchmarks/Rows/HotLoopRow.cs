using System;
using BuildLock.Benchmarks.Peers;

namespace BuildLock.Benchmarks.Rows;

/// <summary>Eight processes take and release one key as fast as they can: how much gets done, and how fairly.</summary>
internal sealed class HotLoopRow : IRow
{
    private const int Processes = 8;

    // With nothing to do under the lock, a process is through with all its rounds before the next one gets a core.
    private static readonly TimeSpan Held = TimeSpan.FromMicroseconds(100);

    public string Name => "hotloop";

    public string Title => $"{Processes} processes in a hot loop, 0.1 ms of work under the lock";

    public void Run(Bench bench)
    {
        int times = bench.Quick ? 100 : 250;
        bench.Interleave(Name, bench.Peers, rounds: bench.Quick ? 1 : 3, peer =>
        {
            Crowd crowd = Crowd.Run(bench, peer, Processes, times, Held, TimeSpan.Zero);
            bench.Results.Of(Name + " ops", peer.Name).Add(Processes * times / crowd.LastFinished * 1000);
            bench.Results.Of(Name + " longest", peer.Name).Add(crowd.LongestWait);
            bench.Results.Of(Name + " fair", peer.Name).Add(crowd.FirstFinished / crowd.LastFinished);
        });

        foreach (IPeer peer in bench.Peers)
        {
            if (bench.Results.Of(Name + " ops", peer.Name).Count > 0)
            {
                bench.Results.Add(Name, peer.Name, "ops", bench.Results.Of(Name + " ops", peer.Name).Median, "/s");
                bench.Results.Add(Name, peer.Name, "longest wait", bench.Results.Of(Name + " longest", peer.Name).Median, "ms");
                bench.Results.Add(Name, peer.Name, "first/last", bench.Results.Of(Name + " fair", peer.Name).Median, string.Empty);
            }
        }
    }
}
