using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using BuildLock.Benchmarks.Peers;
using BuildLock.Benchmarks.Protocol;

namespace BuildLock.Benchmarks.Rows;

/// <summary>How often a waiter's threads, and those of the processes it started, are woken while nothing happens.</summary>
internal sealed class WakeUpsRow : IRow
{
    public string Name => "wakeups";

    public string Title => "Wake-ups of one waiter per second";

    public void Run(Bench bench)
    {
        if (!OperatingSystem.IsLinux())
        {
            bench.Results.Say(Name, "all", "skipped: counted in /proc, which only Linux has");
            return;
        }

        // All peers at once: waiting costs one little, and nobody has to wait for the others' seconds.
        var waiters = new List<(IPeer Peer, PeerProcess Waiter, Task<string[]> Waiting)>();
        var all = new List<PeerProcess>();
        try
        {
            foreach (IPeer peer in bench.Peers)
            {
                bench.Attempt(Name, peer, () =>
                {
                    string key = bench.NewKey();
                    List<PeerProcess> two = bench.Start(peer, 2);
                    all.AddRange(two);
                    two[1].Ask("pairs", 0, bench.NewKey(), 200, 1);
                    two[0].Ask("take", 0, key);
                    waiters.Add((peer, two[1], two[1].AskAsync("take", 0, key)));
                });
            }

            // Until what the waiter does has been done thirty times: till then each look wakes the runtime's compiler as well.
            Thread.Sleep(bench.Quick ? 2000 : 32000);
            double seconds = bench.Quick ? 3 : 10;
            var before = waiters.ToDictionary(w => w.Peer, w => Threads(w.Waiter.Id));
            Thread.Sleep(TimeSpan.FromSeconds(seconds));
            foreach ((IPeer peer, PeerProcess waiter, Task<string[]> waiting) in waiters)
            {
                // A thread that ended meanwhile took its count along; one that began brings all of its own.
                ILookup<bool, double> more = Threads(waiter.Id).ToLookup(
                    now => now.Value.IsRuntime,
                    now => (now.Value.WakeUps - before[peer].GetValueOrDefault(now.Key).WakeUps) / seconds);
                bench.Attempt(Name, peer, () =>
                {
                    bench.Results.Add(Name, peer.Name, "wake-ups", waiting.IsCompleted ? throw new PeerFailedException("it did not wait") : more[false].Sum() + more[true].Sum(), "/s");
                    bench.Results.Add(Name, peer.Name, "of which the runtime's", more[true].Sum(), "/s");
                });
            }
        }
        finally
        {
            all.ForEach(process => process.Dispose());
        }
    }

    private static Dictionary<string, (long WakeUps, bool IsRuntime)> Threads(int process)
    {
        var counts = new Dictionary<string, (long, bool)>();
        foreach (string thread in Directory.GetDirectories($"/proc/{process}/task"))
        {
            string line = File.ReadLines(Path.Combine(thread, "status")).First(l => l.StartsWith("voluntary_ctxt_switches", StringComparison.Ordinal));
            long wakeUps = long.Parse(line.Split('\t')[1], CultureInfo.InvariantCulture);
            // Compiler and finalizer: they wake for what the waiter does, but no product can keep them asleep.
            bool isRuntime = File.ReadAllText(Path.Combine(thread, "comm")) is string name
                && (name.StartsWith(".NET Tiered", StringComparison.Ordinal) || name.StartsWith(".NET Finalizer", StringComparison.Ordinal));
            counts[thread] = (wakeUps, isRuntime);
            string children = File.ReadAllText(Path.Combine(thread, "children"));
            foreach (string child in children.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                foreach ((string key, (long, bool) count) in Threads(int.Parse(child, CultureInfo.InvariantCulture)))
                {
                    counts[key] = count;
                }
            }
        }

        return counts;
    }
}
