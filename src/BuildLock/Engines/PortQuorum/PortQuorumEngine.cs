using BuildLock.Engines.Inspection;

namespace BuildLock.Engines.PortQuorum;

/// <summary>Whoever listens on two of the key's three loopback ports has the lock; the kernel frees them when its process ends.</summary>
internal sealed class PortQuorumEngine : ILockEngine
{
    public string Name => "port-quorum";

    // A folder is shared by containers and machines that do not share this one's ports.
    public bool LocksFolders => false;

    public ILockInspector Inspector => new PortQuorumInspector(Name);

    public ILockContender Contend(LockRequest request) => new PortQuorumContender(request);
}
