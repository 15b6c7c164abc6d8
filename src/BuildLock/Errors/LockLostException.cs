namespace BuildLock;

/// <summary>A held lock was lost (BL2003). Work since then was not protected.</summary>
public sealed class LockLostException : LockException
{
    internal LockLostException(string text, LockKey key, string engine)
        : base(DiagnosticCodes.Lost, text, "Work since then was not protected.", key, engine, holder: null, cause: null)
    {
    }
}
