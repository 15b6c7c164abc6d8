using System.Collections.Generic;
using System.Linq;
using System.Threading;
using BuildLock.Benchmarks.Peers;
using BuildLock.Benchmarks.Protocol;

namespace BuildLock.Benchmarks.Rows;

/// <summary>
/// The pair on a disk, for those that create and delete there. Few of them: ext4 passes over the numbers of files deleted in
/// the last minutes, and each thousand pairs makes the next ones slower, whoever's they are.
/// </summary>
internal sealed class DiskPairRow : IRow
{
    private static readonly string[] OnDisk =
    [
        PeerList.LockDir, PeerList.LockFile, PeerList.OsLock, PeerList.FlockInC, "NuGet's lock", "proper-lockfile",
        PeerList.DirectoryWithFile, PeerList.SmallFile, PeerList.ExclusiveOpen,
    ];

    public string Name => "diskpair";

    public string Title => "Acquire and release, uncontended, on disk";

    public void Run(Bench bench)
    {
        IEnumerable<IPeer> peers = bench.AllPeers.Where(peer => OnDisk.Contains(peer.Name));
        bench.Interleave(Name, peers, rounds: bench.Quick ? 2 : 4, peer =>
        {
            using PeerProcess process = bench.Start(peer, onDisk: true);
            string key = bench.NewKey();
            for (int i = 0; i < 2; i++)
            {
                process.Ask("pairs", 0, key, 0, 60);
                Thread.Sleep(250); // the runtime compiles what was called often, meanwhile
            }

            PairRow.Gather(bench, Name, peer, process.Ask("pairs", 0, key, 0, 100));
        });
        PairRow.Add(bench, Name);
    }
}
