using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using BuildLock.Benchmarks.Peers;
using BuildLock.Benchmarks.Protocol;

namespace BuildLock.Benchmarks.Rows;

/// <summary>
/// One holder and a fixed number of waiters of one key, spread over a few processes as threads. Each hand-over makes a waiter
/// the holder; the old holder lines up again and is asleep before the next.
/// </summary>
internal sealed class Queue : IDisposable
{
    private const int Processes = 4;

    private readonly List<PeerProcess> _processes;
    private readonly Dictionary<Task<string[]>, (PeerProcess Process, int Slot)> _waiting = [];
    private readonly string _key;
    private (PeerProcess Process, int Slot) _holder;

    public Queue(Bench bench, IPeer peer, int waiters)
    {
        _key = bench.NewKey();
        _processes = bench.Start(peer, Math.Min(Processes, waiters + 1));
        PeerProcess.Within(Task.WhenAll(_processes.Select(process => process.AskAsync("pairs", -1, bench.NewKey(), 300, 1))));
        _holder = (_processes[0], 0);
        _holder.Process.Ask("take", 0, _key);
        for (int slot = 1; slot <= waiters; slot++)
        {
            LineUp((_processes[slot % _processes.Count], slot));
        }

        Thread.Sleep(200 + (waiters * 5));
    }

    /// <summary>Microseconds from just before the release to a waiter's having it.</summary>
    public double HandOver()
    {
        // Not in step with those that poll each 10 ms.
        Thread.Sleep(10 + RandomNumberGenerator.GetInt32(10));
        Task<Task<string[]>> next = Task.WhenAny(_waiting.Keys.ToArray());
        string[] released = _holder.Process.Ask("release", _holder.Slot);
        Task<string[]> winner = PeerProcess.Within(next);
        string[] taken = PeerProcess.Within(winner);
        (PeerProcess, int) old = _holder;
        _holder = _waiting[winner];
        _waiting.Remove(winner);
        LineUp(old);
        double took = (long.Parse(taken[0], CultureInfo.InvariantCulture) - long.Parse(released[0], CultureInfo.InvariantCulture)) / 1e3;
        return took > 0 ? took : throw new PeerFailedException("it let a waiter in before the holder released");
    }

    public void Dispose() => _processes.ForEach(process => process.Dispose());

    private void LineUp((PeerProcess Process, int Slot) who)
        => _waiting[who.Process.AskAsync("take", who.Slot, _key)] = who;
}
