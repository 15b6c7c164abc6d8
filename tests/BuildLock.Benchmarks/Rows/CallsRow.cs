using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using BuildLock.Benchmarks.Peers;
using BuildLock.Benchmarks.Protocol;

namespace BuildLock.Benchmarks.Rows;

/// <summary>What a free pair asks of the kernel, and what it leaves to the collector: counts, which no other process changes.</summary>
internal sealed class CallsRow : IRow
{
    private const int Few = 100;
    private const int Many = 500;

    public string Name => "calls";

    public string Title => "System calls and allocated bytes of one acquire and release, uncontended";

    public void Run(Bench bench)
    {
        bool canTrace = OperatingSystem.IsLinux() && Tool.Find("strace") is not null;
        if (!canTrace)
        {
            bench.Results.Say(Name, "all", "system calls skipped: no program strace on the PATH");
        }

        foreach (IPeer peer in bench.EnginesAndDotNet)
        {
            bench.Attempt(Name, peer, () =>
            {
                if (canTrace)
                {
                    Trace(bench, peer);
                }

                string bytes = Tool.Output(OwnProgram.Start("counted", peer.Name, bench.Folder, bench.NewKey(), "2000"));
                bench.Results.Add(Name, peer.Name, "allocated", double.Parse(bytes, CultureInfo.InvariantCulture), "B");
            });
        }
    }

    // The process itself starts, compiles and ends: what many pairs need over few is the pairs' alone.
    private void Trace(Bench bench, IPeer peer)
    {
        Dictionary<string, long> few = Count(bench, peer, Few);
        List<(string Name, double Each)> calls = [.. Count(bench, peer, Many)
            .Select(call => (call.Key, (call.Value - few.GetValueOrDefault(call.Key)) / (double)(Many - Few)))
            .OrderByDescending(call => call.Item2)];
        bench.Results.Add(Name, peer.Name, "system calls", calls.Sum(call => call.Each), string.Empty);
        bench.Results.Say(Name, peer.Name, string.Join(", ", calls
            .Where(call => call.Each >= 0.05)
            .Select(call => string.Create(CultureInfo.InvariantCulture, $"{call.Name} {call.Each:0.#}"))));
    }

    private static Dictionary<string, long> Count(Bench bench, IPeer peer, int pairs)
    {
        string summary = Path.Combine(bench.Folder, "strace");
        // All compiled for good at its first call: the compiler's thread makes calls too, whenever it comes to it.
        string? problem = Tool.Run(
            "strace", "-f", "-c", "-o", summary, "-E", "DOTNET_TieredCompilation=0", "-E", "DOTNET_EnableDiagnostics=0",
            OwnProgram.FullPath, "counted", peer.Name, bench.Folder, bench.NewKey(), pairs.ToString(CultureInfo.InvariantCulture));
        if (problem is not null)
        {
            throw new PeerFailedException(problem); // a container may forbid to trace
        }

        // Lines of: share, seconds, microseconds for each, calls, errors where there were any, name.
        return File.ReadLines(summary)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(words => words.Length is 5 or 6 && words[^1] != "total" && long.TryParse(words[3], CultureInfo.InvariantCulture, out _))
            .ToDictionary(words => words[^1], words => long.Parse(words[3], CultureInfo.InvariantCulture));
    }
}
