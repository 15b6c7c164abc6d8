using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using BuildLock.Benchmarks.Peers;
using BuildLock.Benchmarks.Rows;

namespace BuildLock.Benchmarks;

/// <summary>What the command line asks for.</summary>
internal sealed record BenchOptions(IReadOnlyList<IRow> Rows, IReadOnlyList<IPeer> Peers, bool Quick, string Folder)
{
    private const string Memory = "/dev/shm";

    public const string Usage = """
        BuildLock.Benchmarks [--rows a,b] [--peers a,b] [--quick] [--folder path]
                                                               measures the engines beside others, with locks in that folder
        BuildLock.Benchmarks micro [BenchmarkDotNet's options]        time and allocations within one process
        """;

    /// <summary>Null when the command line makes no sense.</summary>
    public static BenchOptions? Parse(string[] arguments)
    {
        // In memory: ext4 passes over the numbers of files deleted in the last minutes, and what many thousand pairs delete
        // makes each further one slower, by ten times and more, in the order in which the peers happen to run.
        var options = new BenchOptions(RowList.All, PeerList.All, Quick: false, Directory.Exists(Memory) ? Memory : Path.GetTempPath());
        for (int i = 0; i < arguments.Length; i++)
        {
            string[] values = i + 1 < arguments.Length ? arguments[i + 1].Split(',') : [];
            switch (arguments[i])
            {
                case "--quick":
                    options = options with { Quick = true };
                    continue;
                case "--rows" when values.All(v => RowList.All.Any(row => row.Name == v)) && values.Length > 0:
                    options = options with { Rows = [.. RowList.All.Where(row => values.Contains(row.Name))] };
                    break;
                case "--peers" when values.All(v => PeerList.All.Any(peer => peer.Name == v)) && values.Length > 0:
                    // The pair's floors always run: without them its ratios would mean nothing.
                    options = options with { Peers = [.. PeerList.All.Where(peer => values.Contains(peer.Name) || peer.Kind == PeerKind.Calls)] };
                    break;
                case "--folder" when values.Length > 0:
                    options = options with { Folder = Path.GetFullPath(arguments[i + 1]) };
                    break;
                default:
                    Console.Error.WriteLine($"{Usage}\nrows:  {string.Join(',', RowList.All.Select(r => r.Name))}\npeers: {string.Join(',', PeerList.All.Select(p => p.Name))}");
                    return null;
            }

            i++;
        }

        return options;
    }
}
