using System;
using BuildLock.Engines;

namespace BuildLock;

/// <summary>Releasing went wrong (BL1005). A warning, because the work itself is done.</summary>
public sealed class LockReleaseFailed : LockEvent
{
    internal LockReleaseFailed(LockRequest request, Exception problem)
        : base(request, DiagnosticCodes.ReleaseFailed, LockText.ReleaseFailed(request.Key, problem), isWarning: true) => Problem = problem;

    /// <summary>What went wrong.</summary>
    public Exception Problem { get; }
}
