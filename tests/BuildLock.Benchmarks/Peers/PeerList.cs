using System.Collections.Generic;
using System.Linq;
using BuildLock.Benchmarks.Locks;

namespace BuildLock.Benchmarks.Peers;

/// <summary>All peers. Another one is a class beside these, or a line here when it is a .NET library.</summary>
internal static class PeerList
{
    public const string PortQuorum = "port-quorum";
    public const string LockDir = "lockdir";
    public const string LockFile = "lockfile";
    public const string OsLock = "oslock";
    public const string FlockInC = "flock in C";
    public const string FlockInNet = "flock in .NET";
    public const string NamedMutex = "named Mutex";
    public const string PolledFile = "FileStream polled";
    public const string TwoListens = "two bind+listen+close";
    public const string DirectoryWithFile = "mkdir+write+unlink+rmdir";
    public const string SmallFile = "create+write+delete";
    public const string ExclusiveOpen = "exclusive open+close";

    public static readonly IReadOnlyList<IPeer> All =
    [
        .. new[] { PortQuorum, LockDir, LockFile, OsLock }.Select(Engine),
        new CompiledPeer(FlockInC, PeerKind.Floor, "flock"),
        new LibraryPeer(FlockInNet, PeerKind.Floor, folder => new FlockLock(folder)),
        new LibraryPeer(NamedMutex, PeerKind.Other, _ => new NamedMutexLock()),
        new LibraryPeer(PolledFile, PeerKind.Other, folder => new PolledFileLock(folder)),
        new LibraryPeer("NuGet's lock", PeerKind.Other, folder => new NuGetLock(folder)),
        new LibraryPeer("flock(1)", PeerKind.Other, folder => new FlockCommandLock(folder), needs: "flock", most: 50),
        new ProperLockfilePeer(),
        new CompiledPeer("three binds in C", PeerKind.Other, "binds"),
        new LibraryPeer(TwoListens, PeerKind.Calls, SystemCalls.TwoListens),
        new LibraryPeer(DirectoryWithFile, PeerKind.Calls, SystemCalls.DirectoryWithFile),
        new LibraryPeer(SmallFile, PeerKind.Calls, SystemCalls.SmallFile),
        new LibraryPeer(ExclusiveOpen, PeerKind.Calls, SystemCalls.ExclusiveOpen),
    ];

    private static IPeer Engine(string name) => new LibraryPeer(name, PeerKind.Engine, folder => new EngineLock(name, folder));
}
