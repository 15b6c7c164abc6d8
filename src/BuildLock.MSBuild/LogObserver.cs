using System;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace BuildLock.MSBuild;

/// <summary>Writes what happens while a task runs into the build's log. Deaf once the task has ended: MSBuild takes no
/// messages from a task that has returned, and while a nested build runs, logging from another thread blocks.</summary>
internal sealed class LogObserver : ILockObserver
{
    // Below it, nobody notices that the node was busy.
    private static readonly TimeSpan LeastNodeTime = TimeSpan.FromMilliseconds(500);

    private readonly TaskLoggingHelper _log;
    private readonly AbandonedAction _onAbandoned;
    private readonly Func<LockHolder?, bool> _isSameBuild;
    private readonly Func<TimeSpan> _nodeTime;
    private volatile bool _closed;
    private bool _saidWaiting;

    /// <param name="isSameBuild">Whether the holder is the build that waits.</param>
    /// <param name="nodeTime">How long the build node was waited for.</param>
    public LogObserver(TaskLoggingHelper log, AbandonedAction onAbandoned, Func<LockHolder?, bool> isSameBuild, Func<TimeSpan> nodeTime)
    {
        _log = log;
        _onAbandoned = onAbandoned;
        _isSameBuild = isSameBuild;
        _nodeTime = nodeTime;
    }

    /// <summary>That the lock was left behind, where the project takes that for an error.</summary>
    public LockEvent? Refused { get; private set; }

    public void Close() => _closed = true;

    public void Report(LockEvent lockEvent)
    {
        if (_closed)
        {
            return;
        }

        _saidWaiting |= lockEvent is LockWaiting;
        switch (lockEvent)
        {
            case LockWaiting waiting:
                // Never a warning here: where warnings are errors the task would fail although it gets the lock.
                Say(waiting, _isSameBuild(waiting.Holder) ? waiting.Text + " The holder is this same build." : waiting.Text);
                break;
            case LockAcquired { IsWarning: true } when _onAbandoned == AbandonedAction.Error:
                Refused = lockEvent;
                break;
            case LockAcquired { IsWarning: true } when _onAbandoned == AbandonedAction.Message:
                Say(lockEvent, lockEvent.Text);
                break;
            case LockAcquired { IsWarning: false } when _nodeTime() is var busy && busy >= LeastNodeTime:
                Say(lockEvent, FormattableString.Invariant($"{lockEvent.Text} For {busy.TotalSeconds:0.0} s of it the build node was busy with other projects."));
                break;
            default:
                if (lockEvent.IsWarning)
                {
                    _log.LogWarning(subcategory: null, warningCode: lockEvent.Code, helpKeyword: null, HelpPages.LinkTo(lockEvent.Code), file: null, 0, 0, 0, 0, message: "{0}", lockEvent.Text);
                }
                else
                {
                    Say(lockEvent, lockEvent.Text);
                }

                break;
        }
    }

    private void Say(LockEvent lockEvent, string text)
        => _log.LogMessage(subcategory: null, code: lockEvent.Code, helpKeyword: null, file: null, 0, 0, 0, 0, Importance(lockEvent), message: "{0}", text);

    // Who read that it waits wants to read that it goes on; who did not wait is not to be bothered.
    private MessageImportance Importance(LockEvent lockEvent) => lockEvent switch
    {
        LockAcquired { IsWarning: true } => MessageImportance.High,
        LockAcquired { Waited: var waited } when waited == TimeSpan.Zero => MessageImportance.Low,
        LockAcquired when !_saidWaiting => MessageImportance.Normal,
        LockNotLocked => MessageImportance.Normal,
        _ => MessageImportance.High,
    };
}
