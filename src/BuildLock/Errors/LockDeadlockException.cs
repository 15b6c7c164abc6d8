namespace BuildLock;

/// <summary>Waiting would never end (BL2002): the holder waits for this process, or is the one that asks. Nothing is held.</summary>
public sealed class LockDeadlockException : LockException
{
    internal LockDeadlockException(string text, string remedy, LockKey key, string engine, LockHolder holder)
        : base(DiagnosticCodes.Deadlock, text, remedy, key, engine, holder, cause: null)
    {
    }
}
