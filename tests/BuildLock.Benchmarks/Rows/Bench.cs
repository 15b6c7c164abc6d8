using System;
using System.Collections.Generic;
using System.Linq;
using BuildLock.Benchmarks.Locks;
using BuildLock.Benchmarks.Peers;
using BuildLock.Benchmarks.Protocol;
using BuildLock.Benchmarks.Report;

namespace BuildLock.Benchmarks.Rows;

/// <summary>A run: who takes part, how much of it, and what was found.</summary>
internal sealed class Bench
{
    private readonly string _diskFolder;
    private int _keys;

    public Bench(IReadOnlyList<IPeer> peers, bool quick, string folder, string diskFolder)
    {
        (AllPeers, Quick, Folder, _diskFolder) = (peers, quick, folder, diskFolder);
    }

    public Results Results { get; } = new();

    public bool Quick { get; }

    /// <summary>Those that lock.</summary>
    public IEnumerable<IPeer> Peers => AllPeers.Where(p => p.Kind != PeerKind.Calls);

    /// <summary>The engines, and what .NET itself has.</summary>
    public IEnumerable<IPeer> EnginesAndDotNet => Peers.Where(p => p.Kind == PeerKind.Engine || p.Name is PeerList.NamedMutex or PeerList.PolledFile);

    public IReadOnlyList<IPeer> AllPeers { get; }

    public string Folder { get; }

    /// <summary>A key that nothing has used: what one measurement leaves behind is none of the next one's business.</summary>
    public string NewKey() => $"bench-{++_keys}";

    /// <summary>Removes the queues of all keys there were.</summary>
    public void RemoveQueues()
    {
        foreach (LockOptions options in Peers.Where(p => p.Kind == PeerKind.Engine).SelectMany(p => new[] { Folder, _diskFolder }, (p, folder) => EngineLock.Options(p.Name, folder)))
        {
            for (int key = 1; key <= _keys; key++)
            {
                QueueFiles.Remove($"bench-{key}", options);
                for (int i = 0; QueueFiles.Remove($"bench-{key}-{i}", options); i++)
                {
                    // The keys of a process that held many.
                }
            }
        }
    }

    public PeerProcess Start(IPeer peer, bool onDisk = false) => new(peer.Start(onDisk ? _diskFolder : Folder));

    public List<PeerProcess> Start(IPeer peer, int count) => [.. Enumerable.Range(0, count).Select(_ => Start(peer))];

    /// <summary>
    /// Each peer once in each round, so that a machine that gets busier or calmer favours nobody. Who fails once is out.
    /// </summary>
    public void Interleave(string row, IEnumerable<IPeer> peers, int rounds, Action<IPeer> measure)
    {
        List<IPeer> left = [.. peers];
        for (int round = 0; round < rounds; round++)
        {
            foreach (IPeer peer in left.ToArray())
            {
                if (!Attempt(row, peer, () => measure(peer)))
                {
                    left.Remove(peer);
                }
            }
        }
    }

    /// <summary>A peer that fails ends its own part of a row, and the result says so.</summary>
    public bool Attempt(string row, IPeer peer, Action measure)
    {
        try
        {
            measure();
            return true;
        }
        catch (PeerFailedException e)
        {
            Results.Say(row, peer.Name, e.Message);
            return false;
        }
    }
}
