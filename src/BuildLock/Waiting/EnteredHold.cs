using System;
using BuildLock.Engines;

namespace BuildLock.Waiting;

/// <summary>A hold within the hold of the process that started this one. Releasing it releases nothing: the lock is the
/// parent's, which waits for this process.</summary>
internal sealed class EnteredHold : ILockHold
{
    private EnteredHold(LockHolder holder) => Holder = holder;

    public LockHolder Holder { get; }

    public long FencingToken { get; } = FencingClock.Next();

    public PreviousOutcome PreviousOutcome => PreviousOutcome.None;

    public LockHolder? PreviousHolder => null;

    /// <returns>The hold, or <see langword="null"/> when no token in the environment admits to the holder's.</returns>
    public static EnteredHold? TryEnter(LockRequest request, LockHolder? holder)
        => holder is not null && EntryToken.Admits(request, holder) ? new EnteredHold(holder) : null;

    public void WatchLoss(Action<string> onLost)
    {
        // The parent hears of a loss, and what it does then includes this process.
    }

    public Exception? Release(PreviousOutcome outcome) => null;
}
