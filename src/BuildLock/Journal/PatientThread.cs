using System;
using System.Threading;
using BuildLock.Platform;

namespace BuildLock.Journal;

/// <summary>Does what may never return on a thread of its own, so that the caller can give it up.</summary>
/// <remarks>A file server that does not answer keeps a thread in open(2) or write(2) for as long as it likes, and no call ends
/// that from outside. The thread is a background one, which keeps no process from ending, and it ends by itself when there
/// is nothing to do for a while.</remarks>
internal sealed class PatientThread
{
    private const int StackSize = 256 * 1024;
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(10);
    private readonly object _gate = new();
    private Action? _work;
    private Exception? _problem;
    private bool _isDone;
    private bool _hasThread;

    /// <summary>One piece of work at a time. After one that was given up the thread is lost, and this object with it.</summary>
    /// <returns>Whether it was done in time; <paramref name="problem"/> is what it threw.</returns>
    public bool TryRun(Action work, TimeSpan patience, out Exception? problem)
    {
        TimeSpan end = MonotonicClock.Now + patience;
        lock (_gate)
        {
            (_work, _problem, _isDone) = (work, null, false);
            if (_hasThread)
            {
                Monitor.PulseAll(_gate);
            }
            else
            {
                _hasThread = true;
                new Thread(Loop, StackSize) { IsBackground = true, Name = "BuildLock journal" }.Start();
            }

            while (!_isDone && end - MonotonicClock.Now is { Ticks: > 0 } left)
            {
                Monitor.Wait(_gate, left);
            }

            problem = _problem;
            return _isDone;
        }
    }

    private void Loop()
    {
        // Ends: when there was nothing to do for a while, and the next work starts another thread.
        while (true)
        {
            Action work;
            lock (_gate)
            {
                while (_work is null)
                {
                    if (!Monitor.Wait(_gate, Idle) && _work is null)
                    {
                        _hasThread = false;
                        return;
                    }
                }

                (work, _work) = (_work, null);
            }

            Exception? problem = null;
            try
            {
                work();
            }
            catch (Exception e) // whatever it is: the caller's thread gets it
            {
                problem = e;
            }

            lock (_gate)
            {
                (_problem, _isDone) = (problem, true);
                Monitor.PulseAll(_gate);
            }
        }
    }
}
