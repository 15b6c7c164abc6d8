using System;

namespace BuildLock.Engines;

/// <summary>The result of one attempt, or of a look: the hold, or who is in the way.</summary>
internal readonly struct LockAttempt
{
    private LockAttempt(ILockHold? hold, LockHolder? holder, int? position, Func<string?>? silent)
    {
        Hold = hold;
        Holder = holder;
        Position = position;
        Silent = silent;
    }

    /// <summary>The hold, or <see langword="null"/> when somebody else has the lock.</summary>
    public ILockHold? Hold { get; }

    /// <summary>Who has it, where that is known.</summary>
    public LockHolder? Holder { get; }

    /// <summary>The place in the queue, from 1, where that is known.</summary>
    public int? Position { get; init; }

    /// <summary>Finds the program of a holder that does not say who it is, for people to read: slow, and so only when it is told.
    /// <see langword="null"/> where there is no such holder; so is its result where the program cannot be found.</summary>
    public Func<string?>? Silent { get; }

    public static LockAttempt Held(ILockHold hold) => new(hold, null, null, null);

    public static LockAttempt Busy(LockHolder? holder, Func<string?>? silent = null, int? position = null)
        => new(null, holder, position, silent);
}
