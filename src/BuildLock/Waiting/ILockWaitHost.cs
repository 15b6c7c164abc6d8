namespace BuildLock;

/// <summary>Lets a host use the waiting thread's place for other work while an acquisition waits.</summary>
/// <remarks>MSBuild is the case in point: a waiter that keeps its build node may keep it from the very project that holds
/// the lock. Between the two calls the acquisition only looks whether the lock may be free; it takes it after
/// <see cref="Resume"/>, so the lock is never held while the host makes the thread wait for its turn. Both calls come on the
/// thread that waits; that of an asynchronous acquisition is its own.</remarks>
public interface ILockWaitHost
{
    /// <summary>The acquisition begins to wait: others may run.</summary>
    void Suspend();

    /// <summary>The acquisition wants to go on, to try, to give up or to report an error. Called exactly once for each
    /// <see cref="Suspend"/>, whatever happens.</summary>
    void Resume();
}
