using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using BuildLock.Benchmarks.Peers;
using BuildLock.Benchmarks.Protocol;
using BuildLock.Benchmarks.Report;

namespace BuildLock.Benchmarks.Rows;

/// <summary>One process holds many keys at once: what each costs, and whether one is found busy that nobody has.</summary>
internal sealed class KeysRow : IRow
{
    public static readonly IReadOnlyList<int> Counts = [1, 100, 1_000, 10_000];

    public string Name => "keys";

    public string Title => "Keys held by one process: time for each, and what many come to";

    public void Run(Bench bench)
    {
        foreach (int count in Counts)
        {
            // Few keys are over in a moment, and a moment may be a bad one.
            bench.Interleave(Name, bench.Peers.Where(peer => count / 2 <= peer.Most), rounds: bench.Quick || count > 1_000 ? 1 : 2, peer => Measure(bench, peer, count));
            foreach (IPeer peer in bench.Peers)
            {
                Add(bench.Results, peer.Name, count, "time", "µs/key");
            }
        }

        foreach (IPeer peer in bench.Peers)
        {
            Add(bench.Results, peer.Name, 1_000, "falsely busy", string.Empty);
            Add(bench.Results, peer.Name, 10_000, "falsely busy", string.Empty);
            Add(bench.Results, peer.Name, 1_000, "threads", string.Empty);
            Add(bench.Results, peer.Name, 1_000, "descriptors", string.Empty);
        }
    }

    private void Measure(Bench bench, IPeer peer, int count)
    {
        using PeerProcess process = bench.Start(peer);
        process.Ask("pairs", 0, bench.NewKey(), peer.Most < int.MaxValue ? 50 : 400, 1);
        string[] answer = process.Ask("keys", 0, bench.NewKey(), count);
        double[] n = [.. answer.Take(5).Select(word => double.Parse(word, CultureInfo.InvariantCulture))];
        Of(bench.Results, peer.Name, count, "time").Add(n[2] / (n[0] + n[1]) / 1e3);
        Of(bench.Results, peer.Name, count, "falsely busy").Add(n[1]);
        Of(bench.Results, peer.Name, count, "threads").Add(n[3]);
        Of(bench.Results, peer.Name, count, "descriptors").Add(n[4]);
        if (n[0] + n[1] < count)
        {
            bench.Results.Say(Name, peer.Name, $"{n[0]:0} of {count} keys, then: {string.Join(' ', answer.Skip(5))}");
        }
    }

    private Samples Of(Results results, string peer, int count, string name) => results.Of($"{Name} {count} {name}", peer);

    private void Add(Results results, string peer, int count, string name, string unit)
    {
        Samples samples = Of(results, peer, count, name);
        if (samples.Count > 0)
        {
            results.Add(Name, peer, $"{count} {name}", samples.Median, unit);
        }
    }
}
