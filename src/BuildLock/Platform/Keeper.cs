using System;
using System.Collections.Generic;
using System.Threading;

namespace BuildLock.Platform;

/// <summary>
/// The one thread of a process that renews its holds and ends those that reach their MaxHold. A thread of its own, because
/// the pool's may all be blocked by the very work that the lock protects; one, because a thousand holds must not need a
/// thousand threads. It starts with the first entry and lives as long as the process.
/// </summary>
internal static class Keeper
{
    private static readonly TimeSpan Never = TimeSpan.FromDays(36_500);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);
    private static readonly object Gate = new();
    private static readonly HashSet<Entry> Entries = new();
    private static Thread? _thread;
    private static TimeSpan _wake; // when the thread looks next; guarded by Gate, as everything here

    /// <summary>Runs the action once after the delay, unless the result is disposed before. The action must be short,
    /// must not throw, and may run while the result is being disposed.</summary>
    public static IDisposable Schedule(TimeSpan delay, Action action)
    {
        // A delay of centuries is never: the sum would overflow.
        TimeSpan due = delay < Never ? MonotonicClock.Now + delay : TimeSpan.MaxValue;
        var entry = new Entry(due, action);
        lock (Gate)
        {
            Entries.Add(entry);
            if (_thread is null)
            {
                // Kept once it runs: where it could not be started, for want of files or memory, the next entry tries again.
                var thread = new Thread(Run) { IsBackground = true, Name = "BuildLock keeper" };
                thread.Start();
                _thread = thread;
            }
            else if (entry.Due < _wake)
            {
                _wake = entry.Due;
                Monitor.Pulse(Gate); // only then: a lock that is held for a moment must not cost a switch of threads
            }
        }

        return entry;
    }

    private static void Run()
    {
        while (true)
        {
            NextDue().Run();
        }
    }

    private static Entry NextDue()
    {
        lock (Gate)
        {
            while (true)
            {
                Entry? next = null;
                foreach (Entry entry in Entries)
                {
                    next = next is null || entry.Due < next.Due ? entry : next;
                }

                TimeSpan now = MonotonicClock.Now;
                if (next is not null && next.Due <= now)
                {
                    Entries.Remove(next);
                    return next;
                }

                // At most an hour, so that the milliseconds fit; an early look is harmless. A time that was set for an entry which is
                // gone by now is kept: the next entry is likely to be as short, and then needs no pulse.
                TimeSpan wait = next is null || next.Due - now > Longest ? Longest : next.Due - now;
                wait = _wake > now && _wake - now < wait ? _wake - now : wait;
                _wake = now + wait;
                Monitor.Wait(Gate, (int)Math.Ceiling(wait.TotalMilliseconds));
            }
        }
    }

    private sealed class Entry : IDisposable
    {
        private readonly Action _action;
        private volatile bool _cancelled;

        public Entry(TimeSpan due, Action action)
        {
            Due = due;
            _action = action;
        }

        public TimeSpan Due { get; }

        public void Run()
        {
            if (!_cancelled)
            {
                _action();
            }
        }

        public void Dispose()
        {
            _cancelled = true;
            lock (Gate)
            {
                Entries.Remove(this);
            }
        }
    }
}
