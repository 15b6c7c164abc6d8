using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using BuildLock.Benchmarks.Peers;
using BuildLock.Benchmarks.Protocol;

namespace BuildLock.Benchmarks.Rows;

/// <summary>Eight processes that wait for one key and have done so for some seconds: what they cost while nothing happens.</summary>
internal sealed class SettledRow : IRow
{
    private const int Waiters = 8;

    public string Name => "settled";

    public string Title => $"{Waiters} waiters of one key that have waited for some seconds";

    public void Run(Bench bench)
    {
        if (!OperatingSystem.IsLinux())
        {
            bench.Results.Say(Name, "all", "skipped: counted by what only Linux has");
            return;
        }

        // All peers at once: those who wait well need little, and nobody has to wait for the others' seconds.
        var all = new List<PeerProcess>();
        var crowds = new List<(IPeer Peer, PeerProcess[] Waiters, Task[] Waiting)>();
        try
        {
            foreach (IPeer peer in bench.Peers)
            {
                bench.Attempt(Name, peer, () =>
                {
                    string key = bench.NewKey();
                    List<PeerProcess> processes = bench.Start(peer, Waiters + 1);
                    all.AddRange(processes);
                    PeerProcess.Within(Task.WhenAll(processes.Select(p => p.AskAsync("pairs", 0, bench.NewKey(), 0, 1))));
                    processes[0].Ask("take", 0, key);
                    PeerProcess[] waiters = [.. processes.Skip(1)];
                    crowds.Add((peer, waiters, [.. waiters.Select(w => w.AskAsync("take", 0, key))]));
                });
            }

            // Beyond the first looks of a waiter of BuildLock, one each four seconds, for which the runtime compiles. Then three more.
            Thread.Sleep(bench.Quick ? 4000 : 14000);
            double seconds = bench.Quick ? 4 : 12;
            var before = crowds.SelectMany(c => c.Waiters).ToDictionary(w => w, w => ProcessActivity.Of(w.Id));
            Thread.Sleep(TimeSpan.FromSeconds(seconds));
            foreach ((IPeer peer, PeerProcess[] waiters, Task[] waiting) in crowds)
            {
                bench.Attempt(Name, peer, () =>
                {
                    var each = waiters.Select(w => ProcessActivity.Of(w.Id).Since(before[w])).ToList();
                    if (waiting.Any(one => one.IsCompleted))
                    {
                        throw new PeerFailedException("one of them did not wait");
                    }

                    bench.Results.Add(Name, peer.Name, "wake-ups of one", each.Sum(e => e.WakeUps) / seconds / Waiters, "/s");
                    bench.Results.Add(Name, peer.Name, "of the busiest", each.Max(e => e.WakeUps) / seconds, "/s");
                    bench.Results.Add(Name, peer.Name, "of all", each.Sum(e => e.WakeUps) / seconds, "/s");
                    bench.Results.Add(Name, peer.Name, "of which the runtime's", each.Sum(e => e.RuntimeWakeUps) / seconds, "/s");
                    bench.Results.Add(Name, peer.Name, "processor of one", each.Sum(e => e.ProcessorNanoseconds) / 1e6 / seconds / Waiters, "ms/s");
                    bench.Results.Add(Name, peer.Name, "processor of all", each.Sum(e => e.ProcessorNanoseconds) / 1e6 / seconds, "ms/s");
                });
            }
        }
        finally
        {
            all.ForEach(process => process.Dispose());
        }
    }
}
