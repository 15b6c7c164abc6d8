using BuildLock.Engines;

namespace BuildLock;

/// <summary>The lock excludes within one network namespace, which is not the machine's own (BL1010). Reported once per process, when it
/// first takes a lock of engine <c>port-quorum</c>.</summary>
public sealed class LockNetworkLimited : LockEvent
{
    internal LockNetworkLimited(LockRequest request)
        : base(request, DiagnosticCodes.NetworkLimited, LockText.NetworkLimited(request.Key))
    {
    }
}
