using System.Globalization;
using BuildLock.Benchmarks.Peers;
using BuildLock.Benchmarks.Report;

namespace BuildLock.Benchmarks.Rows;

/// <summary>The first lock of a fresh process: the one that most programs and build nodes take.</summary>
internal sealed class FirstLockRow : IRow
{
    public string Name => "firstlock";

    public string Title => "First acquire and release of a fresh process, compiling included";

    public void Run(Bench bench)
    {
        bench.Interleave(Name, bench.EnginesAndDotNet, rounds: bench.Quick ? 3 : 15, peer =>
        {
            string nanoseconds = Tool.Output(OwnProgram.Start("first", peer.Name, bench.Folder, bench.NewKey()));
            bench.Results.Of(Name, peer.Name).Add(double.Parse(nanoseconds, CultureInfo.InvariantCulture) / 1e6);
        });

        foreach (IPeer peer in bench.EnginesAndDotNet)
        {
            Samples samples = bench.Results.Of(Name, peer.Name);
            if (samples.Count > 0)
            {
                bench.Results.Add(Name, peer.Name, "median", samples.Median, "ms");
                bench.Results.Add(Name, peer.Name, "least", samples.At(0), "ms");
                bench.Results.Add(Name, peer.Name, "most", samples.At(1), "ms");
            }
        }
    }
}
