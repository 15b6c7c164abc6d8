using BuildLock.Conformance;

namespace BuildLock.Tests.Engines;

/// <summary>Ports are freed by the kernel and remember nothing.</summary>
public sealed class PortQuorumConformance : LockConformance
{
    protected override string Engine => "port-quorum";

    // It answers on the pool: a blocked one makes the holder unknown, never free.
}
