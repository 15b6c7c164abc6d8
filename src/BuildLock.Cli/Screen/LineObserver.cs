using System;
using BuildLock.Engines;

namespace BuildLock.Cli.Screen;

/// <summary>Writes what happens to a lock as lines on the standard error, around the live line where there is one.</summary>
internal sealed class LineObserver(Verbosity verbosity, LiveLine? live) : ILockObserver
{
    private bool _saidWaiting;
    private readonly object _lossGate = new();
    private bool _toldLoss;

    /// <summary>Whether the release found that the lock had been lost, too late for <see cref="LockHandle.Lost"/>.</summary>
    public bool FoundLost { get; private set; }

    /// <summary>Tells of the loss unless that was done: the command may end by it, and this process with it, before the lock's
    /// own word of it comes.</summary>
    public void Tell(LockLostException loss)
    {
        // Written within the gate: whoever comes second may end the process, and must not while the first one still writes.
        lock (_lossGate)
        {
            if (!_toldLoss)
            {
                _toldLoss = true;
                StandardError.WriteError(loss.Message);
            }
        }
    }

    public void Report(LockEvent lockEvent)
    {
        if (lockEvent is LockLost lost)
        {
            live?.Clear();
            Tell(lost.Loss);
            return;
        }

        FoundLost |= lockEvent is LockReleaseFailed { Problem: HoldLostException };
        if (lockEvent is LockWaiting waiting)
        {
            _saidWaiting |= verbosity > Verbosity.Quiet;
            if (live is not null)
            {
                live.Show(waiting);
                return;
            }
        }
        else
        {
            live?.Clear();
        }

        if (IsWanted(lockEvent))
        {
            Write(lockEvent);
        }
    }

    private static void Write(LockEvent lockEvent)
    {
        switch (lockEvent)
        {
            case { IsWarning: true }: StandardError.WriteWarning(lockEvent.ToString()); break;
            default: StandardError.WriteLine(lockEvent.ToString()); break;
        }
    }

    // Who read that it waits wants to read that it goes on; who did not wait is not to be bothered.
    private bool IsWanted(LockEvent lockEvent) => lockEvent switch
    {
        LockWaiting => verbosity > Verbosity.Quiet,
        { IsWarning: true } => true,
        LockAcquired { Waited: var waited } when waited == TimeSpan.Zero || !_saidWaiting => verbosity == Verbosity.Verbose,
        _ => verbosity > Verbosity.Quiet,
    };
}
