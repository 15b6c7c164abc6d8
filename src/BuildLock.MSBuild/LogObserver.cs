using System;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace BuildLock.MSBuild;

/// <summary>Writes what happens while a task runs into the build's log. Deaf once the task has ended: MSBuild takes no
/// messages from a task that has returned, and while a nested build runs, logging from another thread blocks.</summary>
internal sealed class LogObserver : ILockObserver
{
    private readonly TaskLoggingHelper _log;
    private volatile bool _closed;
    private bool _saidWaiting;

    public LogObserver(TaskLoggingHelper log) => _log = log;

    public void Close() => _closed = true;

    public void Report(LockEvent lockEvent)
    {
        if (_closed)
        {
            return;
        }

        _saidWaiting |= lockEvent is LockWaiting;
        // Waiting is never a warning here: where warnings are errors the task would fail although it gets the lock.
        if (lockEvent.IsWarning && lockEvent is not LockWaiting)
        {
            _log.LogWarning(subcategory: null, warningCode: lockEvent.Code, helpKeyword: null, HelpPages.LinkTo(lockEvent.Code), file: null, 0, 0, 0, 0, message: "{0}", lockEvent.Text);
        }
        else
        {
            _log.LogMessage(subcategory: null, code: lockEvent.Code, helpKeyword: null, file: null, 0, 0, 0, 0, Importance(lockEvent), message: "{0}", lockEvent.Text);
        }
    }

    // Who read that it waits wants to read that it goes on; who did not wait is not to be bothered.
    private MessageImportance Importance(LockEvent lockEvent) => lockEvent switch
    {
        LockAcquired { Waited: var waited } when waited == TimeSpan.Zero => MessageImportance.Low,
        LockAcquired when !_saidWaiting => MessageImportance.Normal,
        LockNotLocked => MessageImportance.Normal,
        _ => MessageImportance.High,
    };
}
