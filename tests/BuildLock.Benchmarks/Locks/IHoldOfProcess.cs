namespace BuildLock.Benchmarks.Locks;

/// <summary>A hold that lives in another process: it is that one which has to die for the lock to be left behind.</summary>
internal interface IHoldOfProcess
{
    int ProcessId { get; }
}
