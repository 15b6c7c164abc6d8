using System;
using BuildLock.Benchmarks.Peers;

namespace BuildLock.Benchmarks.Rows;

/// <summary>Four processes that work for 5 ms under the lock and for 5 ms outside, as builds do, only faster.</summary>
internal sealed class WorkRow : IRow
{
    private const int Processes = 4;
    private const int Times = 60;
    private const double Milliseconds = 5;

    public string Name => "work";

    public string Title => $"{Processes} processes x {Times} x ({Milliseconds} ms held + {Milliseconds} ms outside), over the ideal {Processes * Times * Milliseconds / 1000} s";

    public void Run(Bench bench)
    {
        var stay = TimeSpan.FromMilliseconds(Milliseconds);
        bench.Interleave(Name, bench.Peers, rounds: bench.Quick ? 1 : 2, peer =>
        {
            using var crowd = new Crowd(bench, peer, Processes);
            crowd.WarmUp(400);
            bench.Results.Of(Name, peer.Name).Add(crowd.Run(Times, stay, stay).LastFinished / (Processes * Times * Milliseconds));
        });

        foreach (IPeer peer in bench.Peers)
        {
            if (bench.Results.Of(Name, peer.Name).Count > 0)
            {
                bench.Results.Add(Name, peer.Name, "over ideal", bench.Results.Of(Name, peer.Name).Median, "x");
            }
        }
    }
}
