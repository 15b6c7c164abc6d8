namespace BuildLock.Beacons;

/// <summary>What a waiter learned of the hold it waited for.</summary>
internal readonly struct PreviousHold
{
    public PreviousHold(PreviousOutcome outcome, LockHolder? holder, long fencingToken)
    {
        Outcome = outcome;
        Holder = holder;
        FencingToken = fencingToken;
    }

    public PreviousOutcome Outcome { get; }

    public LockHolder? Holder { get; }

    public long FencingToken { get; }
}
