using System;

namespace BuildLock;

/// <summary>The lock could not be had before the deadline (BL2001). Nothing is held.</summary>
public sealed class LockTimeoutException : LockException
{
    internal LockTimeoutException(string text, string remedy, LockKey key, string engine, LockHolder? holder, TimeSpan waited)
        : base(DiagnosticCodes.Timeout, text, remedy, key, engine, holder, cause: null) => Waited = waited;

    /// <summary>How long it waited.</summary>
    public TimeSpan Waited { get; }
}
