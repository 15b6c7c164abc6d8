using System;

namespace BuildLock.Engines;

/// <summary>A lock that an engine holds, behind the one <see cref="LockHandle"/>.</summary>
internal interface ILockHold
{
    LockHolder Holder { get; }

    long FencingToken { get; }

    PreviousOutcome PreviousOutcome { get; }

    LockHolder? PreviousHolder { get; }

    /// <summary>Has the engine call back, at most once and from any thread, when it finds the lock lost. Called once,
    /// before anybody can release.</summary>
    void WatchLoss(Action<string> onLost);

    /// <summary>Gives the lock up. Called once, from any thread; must not throw.</summary>
    /// <param name="outcome">What the next holder is to be told: <see cref="PreviousOutcome.Released"/> or <see cref="PreviousOutcome.Expired"/>.</param>
    /// <returns>What went wrong, or <see langword="null"/>.</returns>
    Exception? Release(PreviousOutcome outcome);
}
