namespace BuildLock.Benchmarks.Peers;

/// <summary>What a peer is there for.</summary>
internal enum PeerKind
{
    /// <summary>An engine of BuildLock: it has goals.</summary>
    Engine,

    /// <summary>What others use.</summary>
    Other,

    /// <summary>The least that it can cost.</summary>
    Floor,

    /// <summary>The least that a pair can cost, made of system calls; it locks nothing and takes part in that row only.</summary>
    Calls,
}
