using System;
using BuildLock;
using Cake.Core.Diagnostics;

namespace Cake.BuildLock;

/// <summary>Writes what happens to a lock into Cake's log.</summary>
internal sealed class LogObserver(ICakeLog log) : ILockObserver
{
    private bool _saidWaiting;

    public void Report(LockEvent lockEvent)
    {
        _saidWaiting |= lockEvent is LockWaiting;
        (Verbosity verbosity, LogLevel level) = Level(lockEvent);
        log.Write(verbosity, level, "{0}", lockEvent.ToString());
    }

    // Who read that it waits wants to read that it goes on; who did not wait is not to be bothered.
    private (Verbosity Verbosity, LogLevel Level) Level(LockEvent lockEvent) => lockEvent switch
    {
        LockLost => (Verbosity.Quiet, LogLevel.Error),
        { IsWarning: true } => (Verbosity.Minimal, LogLevel.Warning),
        LockAcquired { Waited: var waited } when waited == TimeSpan.Zero => (Verbosity.Diagnostic, LogLevel.Debug),
        LockAcquired when !_saidWaiting => (Verbosity.Verbose, LogLevel.Verbose),
        _ => (Verbosity.Normal, LogLevel.Information),
    };
}
