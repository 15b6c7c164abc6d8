using System;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using BuildLock.Benchmarks.Peers;
using BuildLock.Benchmarks.Protocol;

namespace BuildLock.Benchmarks.Rows;

/// <summary>Several processes that start at one moment and take one key a number of times each. All times in milliseconds.</summary>
internal sealed record Crowd(double FirstFinished, double LastFinished, double LongestWait)
{
    public static Crowd Run(Bench bench, IPeer peer, int processes, int times, TimeSpan held, TimeSpan outside)
    {
        string key = bench.NewKey();
        var all = bench.Start(peer, processes);
        try
        {
            PeerProcess.Within(Task.WhenAll(all.Select(p => p.AskAsync("pairs", 0, bench.NewKey(), 400, 1))));
            long start = MonotonicTime.Now + 50_000_000;
            string[][] ends = PeerProcess.Within(Task.WhenAll(all.Select(
                p => p.AskAsync("loop", 0, key, start, times, (long)held.TotalMicroseconds, (long)outside.TotalMicroseconds))));
            double[] finished = [.. ends.Select(e => (long.Parse(e[0], CultureInfo.InvariantCulture) - start) / 1e6)];
            double longest = ends.Max(e => long.Parse(e[1], CultureInfo.InvariantCulture) / 1e6);
            return new Crowd(finished.Min(), finished.Max(), longest);
        }
        finally
        {
            all.ForEach(process => process.Dispose());
        }
    }
}
