using System;
using BuildLock.Engines;

namespace BuildLock;

/// <summary>Still waiting (BL1001): told after 1, 10, 30 and 60 seconds and then each minute, a warning from 60 seconds on.</summary>
public sealed class LockWaiting : LockEvent
{
    private static readonly TimeSpan WarnAfter = TimeSpan.FromSeconds(60);

    internal LockWaiting(LockRequest request, TimeSpan waited, LockAttempt attempt)
        : base(request, DiagnosticCodes.Waiting, LockText.Waiting(request, waited, attempt), isWarning: waited >= WarnAfter)
    {
        Waited = waited;
        Holder = attempt.Holder;
        Position = attempt.Position;
    }

    /// <summary>How long the acquisition has waited.</summary>
    public TimeSpan Waited { get; }

    /// <summary>Who is in the way, or <see langword="null"/> where it is not known.</summary>
    public LockHolder? Holder { get; }

    /// <summary>The place in the queue, from 1, or <see langword="null"/> where it is not known.</summary>
    public int? Position { get; }
}
