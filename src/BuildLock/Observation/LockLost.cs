using BuildLock.Engines;

namespace BuildLock;

/// <summary>The lock was lost while it was held (BL2003).</summary>
public sealed class LockLost : LockEvent
{
    internal LockLost(LockRequest request, LockLostException loss)
        : base(request, DiagnosticCodes.Lost, loss.Text, isWarning: true) => Loss = loss;

    /// <summary>The error that <see cref="LockHandle.ThrowIfLost"/> throws.</summary>
    public LockLostException Loss { get; }
}
