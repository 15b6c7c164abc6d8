using System;
using Serilog;
using Serilog.Events;

namespace BuildLock.Nuke;

/// <summary>Writes what happens to a lock into NUKE's log. Warnings and errors are repeated at the end of the build.</summary>
internal sealed class LogObserver : ILockObserver
{
    private bool _saidWaiting;

    public void Report(LockEvent lockEvent)
    {
        _saidWaiting |= lockEvent is LockWaiting;
        Log.Write(Level(lockEvent), "{ProcessLockMessage:l}", lockEvent.ToString());
    }

    // Who read that it waits wants to read that it goes on; who did not wait is not to be bothered.
    private LogEventLevel Level(LockEvent lockEvent) => lockEvent switch
    {
        LockLost => LogEventLevel.Error,
        { IsWarning: true } => LogEventLevel.Warning,
        LockAcquired { Waited: var waited } when waited == TimeSpan.Zero => LogEventLevel.Verbose,
        LockAcquired when !_saidWaiting => LogEventLevel.Debug,
        _ => LogEventLevel.Information,
    };
}
