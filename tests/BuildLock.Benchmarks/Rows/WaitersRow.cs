using System.Collections.Generic;
using BuildLock.Benchmarks.Report;

namespace BuildLock.Benchmarks.Rows;

/// <summary>The hand-over again, with many waiters: whoever wakes all of them, or polls, pays for each.</summary>
internal sealed class WaitersRow : IRow
{
    public static readonly IReadOnlyList<int> Counts = [1, 10, 50, 200];

    public string Name => "waiters";

    public string Title => "Hand-over with many waiters of one key (median)";

    public void Run(Bench bench)
    {
        foreach (int count in Counts)
        {
            bench.Interleave(Name, bench.Peers, rounds: 1, peer =>
            {
                if (count > peer.Most)
                {
                    bench.Results.Say(Name, peer.Name, $"not with {count} waiters: each is a process");
                    return;
                }

                var samples = new Samples();
                using (var queue = new Queue(bench, peer, count))
                {
                    for (int i = -3; i < (bench.Quick ? 10 : 12); i++)
                    {
                        double took = queue.HandOver();
                        if (i >= 0)
                        {
                            samples.Add(took);
                        }
                    }
                }

                bench.Results.Add(Name, peer.Name, $"{count}", samples.Median, "µs");
            });
        }
    }
}
