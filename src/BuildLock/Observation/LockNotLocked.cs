using BuildLock.Engines;

namespace BuildLock;

/// <summary>The engine <c>none</c> was asked: nothing is locked (BL1004).</summary>
public sealed class LockNotLocked : LockEvent
{
    internal LockNotLocked(LockRequest request)
        : base(request, DiagnosticCodes.NotLocked, LockText.NotLocked(request.Key))
    {
    }
}
