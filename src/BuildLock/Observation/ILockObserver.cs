namespace BuildLock;

/// <summary>Hears what happens to a lock. It never decides anything.</summary>
/// <remarks>
/// Called on the waiting thread while waiting and on a pool thread for a loss; calls for one acquisition do not overlap
/// while it waits. An implementation must return soon, must not throw (an exception from it ends the acquisition), and
/// must not take locks itself. The core prints nothing: what people see is what their front's observer writes.
/// </remarks>
public interface ILockObserver
{
    /// <summary>Tells of one event.</summary>
    /// <param name="lockEvent">What happened: a <see cref="LockWaiting"/>, <see cref="LockAcquired"/>,
    /// <see cref="LockNotLocked"/>, <see cref="LockReleaseFailed"/>, <see cref="LockLost"/> or <see cref="LockJournalFailed"/>; more
    /// kinds may come.</param>
    void Report(LockEvent lockEvent);
}
