using System.Diagnostics;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;
using BuildLock.Benchmarks.Peers;
using BuildLock.Benchmarks.Protocol;
using BuildLock.Benchmarks.Report;

namespace BuildLock.Benchmarks.Rows;

/// <summary>From <c>kill -9</c> of the holder to a waiter having the lock.</summary>
internal sealed class KillRow : IRow
{
    public string Name => "kill";

    public string Title => "kill -9 of the holder to a waiter having the lock";

    public void Run(Bench bench)
    {
        bench.Interleave(Name, bench.Peers, rounds: bench.Quick ? 3 : 5, peer =>
        {
            // Where a dead holder is noticed by age, a few rounds say it all.
            Samples samples = bench.Results.Of(Name, peer.Name);
            if (samples.Count < 2 || samples.Median < 1000)
            {
                samples.Add(Measure(bench, peer));
            }
        });

        foreach (IPeer peer in bench.Peers)
        {
            Samples samples = bench.Results.Of(Name, peer.Name);
            if (samples.Count > 0)
            {
                bench.Results.Add(Name, peer.Name, "median", samples.Median, "ms");
                bench.Results.Add(Name, peer.Name, "worst", samples.At(1), "ms");
            }
        }
    }

    private static double Measure(Bench bench, IPeer peer)
    {
        string key = bench.NewKey();
        using PeerProcess dying = bench.Start(peer);
        using PeerProcess waiter = bench.Start(peer);
        waiter.Ask("pairs", 0, bench.NewKey(), 50, 1);
        using var holder = Process.GetProcessById(int.Parse(dying.Ask("take", 0, key)[1], CultureInfo.InvariantCulture));
        Task<string[]> waiting = waiter.AskAsync("take", 0, key);
        Thread.Sleep(100);
        _ = holder.SafeHandle; // opened now: it is not part of the death
        long killed = MonotonicTime.Now;
        holder.Kill();
        string[] taken = PeerProcess.Within(waiting);
        return (long.Parse(taken[0], CultureInfo.InvariantCulture) - killed) / 1e6;
    }
}
