using System;
using System.Collections.Generic;

namespace BuildLock.Engines.Inspection;

/// <summary>An engine's locks seen from outside: who has them, and what the dead left behind. Takes no lock to find out.</summary>
internal interface ILockInspector
{
    /// <summary>Whether a lock can be taken from a process that lives.</summary>
    bool CanBreak { get; }

    /// <summary>The lock of a request.</summary>
    /// <exception cref="LockEngineException">Its state cannot be read.</exception>
    LockSight Find(LockRequest request);

    /// <summary>Every lock that can be found, also free ones where they leave something behind.</summary>
    /// <param name="roots">The folders in which directory engines keep locks; those that do not exist are passed over.</param>
    IReadOnlyList<LockSight> FindAll(IReadOnlyList<string> roots);

    /// <summary>Takes the lock from a hold, living or not. The holder learns of it when it looks next.</summary>
    /// <returns>What was done as a sentence, or <see langword="null"/> when this engine cannot: only the end of the process
    /// frees it.</returns>
    /// <exception cref="LockEngineException">Its state cannot be written.</exception>
    string? Break(LockRequest request, LockSight sight);

    /// <summary>Removes what is left of a lock that nobody else knows, as after a trial.</summary>
    void Forget(LockRequest request);

    /// <summary>Removes what is left of locks that nobody has held for so long.</summary>
    /// <returns>What was removed.</returns>
    IReadOnlyList<LockSight> Clean(IReadOnlyList<string> roots, TimeSpan untouched);
}
