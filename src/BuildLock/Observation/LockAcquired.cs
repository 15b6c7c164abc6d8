using System;
using BuildLock.Engines;

namespace BuildLock;

/// <summary>The lock was taken: BL1003, or the warning BL1002 when the previous holder did not end well.</summary>
public sealed class LockAcquired : LockEvent
{
    internal LockAcquired(LockRequest request, LockHandle handle)
        : base(
            request,
            EndedWell(handle) ? DiagnosticCodes.Acquired : DiagnosticCodes.TookAbandoned,
            EndedWell(handle) ? LockText.Acquired(request, handle.Waited) : LockText.TookAbandoned(request, handle),
            isWarning: !EndedWell(handle)) => Handle = handle;

    /// <summary>The held lock. An observer may read it and must not release it.</summary>
    public LockHandle Handle { get; }

    /// <summary>How long the acquisition waited.</summary>
    public TimeSpan Waited => Handle.Waited;

    private static bool EndedWell(LockHandle handle) => handle.PreviousOutcome is PreviousOutcome.None or PreviousOutcome.Released;
}
