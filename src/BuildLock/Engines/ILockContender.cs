using System;

namespace BuildLock.Engines;

/// <summary>One acquisition's side of an engine: makes attempts, and remembers between them what it watched.</summary>
/// <remarks>Used by one thread at a time. Disposing ends the watching; it does not release a hold that was handed out.</remarks>
internal interface ILockContender : IDisposable
{
    /// <summary>Makes one attempt. Blocks for at most half a second, and only where a stranger sits in the way.</summary>
    /// <param name="isLast">No attempt will follow, so a doubt has to be decided now.</param>
    /// <exception cref="LockEngineException">The engine cannot lock here.</exception>
    LockAttempt Try(bool isLast);

    /// <summary>Looks whether an attempt may succeed now. Takes nothing that outlasts the call.</summary>
    /// <exception cref="LockEngineException">The engine cannot lock here.</exception>
    bool Probe();
}
