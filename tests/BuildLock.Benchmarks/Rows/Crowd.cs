using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using BuildLock.Benchmarks.Peers;
using BuildLock.Benchmarks.Protocol;

namespace BuildLock.Benchmarks.Rows;

/// <summary>Several processes of one peer that take one key a number of times each, and one more that keeps them at the gate.</summary>
/// <remarks>The gate is the lock itself: it is held while the processes ask for it, and its release is the start. So all contend
/// from the start on. A gate of another kind would let the first process be through with a short run before the last one has a core.</remarks>
internal sealed class Crowd : IDisposable
{
    private static readonly TimeSpan UntilAllAsk = TimeSpan.FromMilliseconds(150);

    private readonly Bench _bench;
    private readonly PeerProcess _gate;
    private readonly List<PeerProcess> _all;

    /// <summary>Starts them, and has each take a lock once: what the first use costs is not measured.</summary>
    public Crowd(Bench bench, IPeer peer, int processes)
    {
        _bench = bench;
        _all = bench.Start(peer, processes);
        _gate = bench.Start(peer);
        try
        {
            WarmUp(0);
            _gate.Ask("pairs", 0, bench.NewKey(), 0, 1);
        }
        catch (PeerFailedException)
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Has all of them take and release a key of their own for so long, so that the runtime compiles it for good.</summary>
    public void WarmUp(int milliseconds)
        => PeerProcess.Within(Task.WhenAll(_all.Select(p => p.AskAsync("pairs", 0, _bench.NewKey(), milliseconds, 1))));

    /// <exception cref="PeerFailedException">There was no moment at which all contended.</exception>
    public CrowdRun Run(int times, TimeSpan held, TimeSpan outside)
    {
        string key = _bench.NewKey();
        _gate.Ask("take", 0, key);
        Task<string[][]> running = Task.WhenAll(_all.Select(
            p => p.AskAsync("loop", 0, key, times, (long)held.TotalMicroseconds, (long)outside.TotalMicroseconds)));
        Thread.Sleep(UntilAllAsk);
        long start = long.Parse(_gate.Ask("release", 0)[0], CultureInfo.InvariantCulture);
        return CrowdRun.Of(start, PeerProcess.Within(running).Select(words => words.Select(word => long.Parse(word, CultureInfo.InvariantCulture)).ToArray()).ToArray());
    }

    public void Dispose() => _all.Append(_gate).ToList().ForEach(process => process.Dispose());
}
