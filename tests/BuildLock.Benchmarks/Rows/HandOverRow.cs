using BuildLock.Benchmarks.Peers;
using BuildLock.Benchmarks.Report;

namespace BuildLock.Benchmarks.Rows;

/// <summary>From a holder's release to the one waiter, in another process, having the lock.</summary>
internal sealed class HandOverRow : IRow
{
    // .NET compiles a method for good after 30 calls, and each process releases and waits by turns.
    private const int WarmUp = 70;

    public string Name => "handover";

    public string Title => "Hand-over to one waiter";

    public void Run(Bench bench)
    {
        bench.Interleave(Name, bench.Peers, rounds: 2, peer =>
        {
            using var queue = new Queue(bench, peer, waiters: 1);
            for (int i = -WarmUp; i < (bench.Quick ? 20 : 50); i++)
            {
                double took = queue.HandOver();
                if (i >= 0)
                {
                    bench.Results.Of(Name, peer.Name).Add(took);
                }
            }
        });

        foreach (IPeer peer in bench.Peers)
        {
            Samples samples = bench.Results.Of(Name, peer.Name);
            if (samples.Count > 0)
            {
                bench.Results.Add(Name, peer.Name, "median", samples.Median, "µs");
                bench.Results.Add(Name, peer.Name, "99 %", samples.At(0.99), "µs");
            }
        }
    }
}
