namespace BuildLock.Faults.Tests.Takeover;

/// <summary>A lock that a dead holder has left behind, anew in each round.</summary>
internal abstract class StaleLock
{
    public abstract void Prepare(int waiters);

    /// <summary>One attempt of one waiter.</summary>
    public abstract bool TryTake(int waiter);

    /// <summary>Gives back what was taken.</summary>
    public abstract void Finish();
}
