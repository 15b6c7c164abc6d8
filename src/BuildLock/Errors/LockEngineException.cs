using System;

namespace BuildLock;

/// <summary>The engine cannot lock here (BL2004, BL2005, BL2006). Nothing is held; it never means "busy".</summary>
public sealed class LockEngineException : LockException
{
    internal LockEngineException(string code, string text, string remedy, LockKey key, string engine, Exception? cause = null)
        : base(code, text, remedy, key, engine, holder: null, cause)
    {
    }
}
