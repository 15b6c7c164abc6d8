using System;
using BuildLock.Beacons;

namespace BuildLock.Engines;

/// <summary>The result of one attempt: the hold, or who is in the way and when it is worth trying again.</summary>
internal readonly struct LockAttempt
{
    private LockAttempt(ILockHold? hold, LockHolder? holder, ILockSignal? changed, int? position, Func<string?>? silent = null)
    {
        Hold = hold;
        Holder = holder;
        Changed = changed;
        Position = position;
        Silent = silent;
    }

    /// <summary>The hold, or <see langword="null"/> when somebody else has the lock.</summary>
    public ILockHold? Hold { get; }

    /// <summary>Who has it, where that is known.</summary>
    public LockHolder? Holder { get; }

    /// <summary>Tells when it is worth trying again; <see langword="null"/> where the engine cannot, so that the wait loop
    /// polls.</summary>
    public ILockSignal? Changed { get; }

    /// <summary>The place in the queue, from 1, where that is known.</summary>
    public int? Position { get; }

    /// <summary>Finds the program of a holder that does not say who it is, for people to read: slow, and so only when it is told.
    /// <see langword="null"/> where there is no such holder; so is its result where the program cannot be found.</summary>
    public Func<string?>? Silent { get; }

    public static LockAttempt Held(ILockHold hold) => new(hold, null, null, null);

    public static LockAttempt Busy(LockHolder? holder, ILockSignal? changed = null, int? position = null, Func<string?>? silent = null)
        => new(null, holder, changed, position, silent);
}
