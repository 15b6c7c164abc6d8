using System;
using System.Threading;

namespace BuildLock.Queueing;

/// <summary>A thread that stands in the queue for a contender which has settled down to wait: its own thread is then free to report
/// and to keep deadlines without losing the place.</summary>
#pragma warning disable CA1001 // Its event has no handle as long as nobody asks for one, and a thread that was left behind still sets it.
internal sealed class PassingThread
#pragma warning restore CA1001
{
    private readonly QueueEntry _entry;
    private readonly ManualResetEventSlim _end = new();
    private readonly object _gate = new();
    private bool _isLeftBehind;
    private bool _hasEnded;

    public PassingThread(QueueEntry entry)
    {
        _entry = entry;
        _entry.Rearm();
        new Thread(Run) { IsBackground = true, Name = "BuildLock queue" }.Start();
    }

    /// <summary>Why the files cannot be locked, once the thread has ended for that.</summary>
    public Exception? Problem { get; private set; }

    /// <returns>Whether it has ended.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public bool Wait(TimeSpan atMost, CancellationToken cancellationToken)
        => _end.Wait((int)Math.Min(Math.Ceiling(Math.Max(atMost.TotalMilliseconds, 1)), int.MaxValue), cancellationToken);

    /// <summary>Ends it. One that does not come out of the kernel is left behind, and closes the queue's files when its turn has
    /// come.</summary>
    /// <returns>Whether it has ended; otherwise the entry is its own from here on.</returns>
    public bool Stop()
    {
        _entry.Interrupt();
        _end.Wait(TimeSpan.FromSeconds(1)); // it takes some microseconds
        lock (_gate)
        {
            _isLeftBehind = !_hasEnded;
            return _hasEnded;
        }
    }

    private void Run()
    {
        try
        {
            _entry.Pass();
        }
#pragma warning disable CA1031 // Whatever it is: on this thread it would end the process, and the waiting one reports it.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Problem = e;
        }

        lock (_gate)
        {
            _hasEnded = true;
            if (_isLeftBehind)
            {
                _entry.Dispose();
                return;
            }
        }

        _end.Set();
    }
}
