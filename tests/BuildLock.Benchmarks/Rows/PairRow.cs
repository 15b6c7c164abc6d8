using System.Globalization;
using System.Linq;
using BuildLock.Benchmarks.Peers;
using BuildLock.Benchmarks.Protocol;
using BuildLock.Benchmarks.Report;

namespace BuildLock.Benchmarks.Rows;

/// <summary>Taking and releasing a lock that nobody else wants, again and again in one process.</summary>
internal sealed class PairRow : IRow
{
    public string Name => "pair";

    public string Title => "Acquire and release, uncontended";

    public void Run(Bench bench)
    {
        bench.Interleave(Name, bench.AllPeers, rounds: bench.Quick ? 2 : 3, peer =>
        {
            // Warm for long enough that the runtime has compiled all for good; a process per pair has nothing to warm.
            (int warm, int count) = peer.Most < int.MaxValue ? (50, 60) : (400, 600);
            using PeerProcess process = bench.Start(peer);
            Gather(bench, Name, peer, process.Ask("pairs", 0, bench.NewKey(), warm, count));
        });
        Add(bench, Name);
    }

    public static void Gather(Bench bench, string row, IPeer peer, string[] nanoseconds)
        => bench.Results.Of(row, peer.Name).Add(nanoseconds.Select(ns => double.Parse(ns, CultureInfo.InvariantCulture) / 1e3));

    public static void Add(Bench bench, string row)
    {
        foreach (IPeer peer in bench.AllPeers)
        {
            Samples samples = bench.Results.Of(row, peer.Name);
            if (samples.Count > 0)
            {
                bench.Results.Add(row, peer.Name, "median", samples.Median, "µs");
                bench.Results.Add(row, peer.Name, "99 %", samples.At(0.99), "µs");
            }
        }
    }
}
