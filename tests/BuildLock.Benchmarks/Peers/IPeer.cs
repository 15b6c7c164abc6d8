using System.Diagnostics;

namespace BuildLock.Benchmarks.Peers;

/// <summary>Something that locks, as a program that speaks the protocol of <see cref="Protocol.PeerHost"/>.</summary>
internal interface IPeer
{
    string Name { get; }

    PeerKind Kind { get; }

    /// <summary>The most locks it should be asked to hold or wait for at once; fewer where each is a process.</summary>
    int Most { get; }

    /// <summary>Makes it ready. Returns why it has to be skipped on this machine, or null.</summary>
    string? Prepare(string artifacts);

    ProcessStartInfo Start(string folder);
}
