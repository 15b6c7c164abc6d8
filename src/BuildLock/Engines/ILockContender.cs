using System;
using BuildLock.Queueing;

namespace BuildLock.Engines;

/// <summary>One acquisition's side of an engine: makes attempts, and remembers between them what it watched.</summary>
/// <remarks>Used by one thread at a time. Disposing ends the watching; it does not release a hold that was handed out.</remarks>
internal interface ILockContender : IDisposable
{
    /// <summary>The queue before the engine; <see langword="null"/> where there can be none.</summary>
    /// <exception cref="LockEngineException">The engine cannot lock here.</exception>
    LockQueue? Queue { get; }

    /// <summary>Whether a hold can end while its process goes on to have the gate: by age, by its MaxHold, by being broken.</summary>
    bool CanEndBehindTheGate { get; }

    /// <summary>Makes one attempt, when the queue has been passed or there is none. Blocks for at most half a second, and only where
    /// a stranger sits in the way.</summary>
    /// <param name="isLast">No attempt will follow, so a doubt has to be decided now.</param>
    /// <exception cref="LockEngineException">The engine cannot lock here.</exception>
    LockAttempt Try(bool isLast);

    /// <summary>Looks who is in the way, for people and for those who must not wait. Takes nothing.</summary>
    /// <exception cref="LockEngineException">The engine cannot lock here.</exception>
    LockAttempt Look();

    /// <summary>Looks whether an attempt may succeed now. Takes nothing that outlasts the call.</summary>
    /// <exception cref="LockEngineException">The engine cannot lock here.</exception>
    bool Probe();
}
