using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading;
using BuildLock.Benchmarks.Locks;

namespace BuildLock.Benchmarks.Protocol;

/// <summary>One thread that takes and releases, and what it holds.</summary>
internal sealed class PeerSlot
{
    private readonly ILibraryLock _peer;
    private readonly BlockingCollection<Action> _work = [];
    private IDisposable? _held;

    public PeerSlot(ILibraryLock peer)
    {
        _peer = peer;
        new Thread(() =>
        {
            foreach (Action action in _work.GetConsumingEnumerable())
            {
                action();
            }
        })
        { IsBackground = true }.Start();
    }

    public void Do(Action action) => _work.Add(action);

    public string Take(string key)
    {
        _held = _peer.Acquire(key);
        long now = MonotonicTime.Now;
        return $"{now} {(_held as IHoldOfProcess)?.ProcessId ?? Environment.ProcessId}";
    }

    public string Release()
    {
        long now = MonotonicTime.Now;
        _held!.Dispose();
        return $"{now}";
    }

    public string Pairs(string key, long warmUpMilliseconds, int count)
    {
        for (long start = Environment.TickCount64; Environment.TickCount64 - start < warmUpMilliseconds;)
        {
            _peer.Acquire(key).Dispose();
        }

        var took = new long[count];
        for (int i = 0; i < count; i++)
        {
            long start = MonotonicTime.Now;
            _peer.Acquire(key).Dispose();
            took[i] = MonotonicTime.Now - start;
        }

        return string.Join(' ', took);
    }

    public string Loop(string key, int count, TimeSpan held, TimeSpan outside)
    {
        var taken = new long[count];
        long longest = 0;
        long first = MonotonicTime.Now;
        for (int i = 0; i < count; i++)
        {
            long asked = MonotonicTime.Now;
            using (_peer.Acquire(key))
            {
                taken[i] = MonotonicTime.Now;
                longest = i == 0 ? 0 : Math.Max(longest, taken[i] - asked);
                Stay(held);
            }

            Stay(outside);
        }

        return $"{first} {MonotonicTime.Now} {longest} {string.Join(' ', taken)}";
    }

    public string Keys(string prefix, int count)
    {
        _peer.Acquire(prefix).Dispose(); // what the first use costs is not the price of a key
        (int threads, int descriptors) = Size();
        var held = new List<IDisposable>();
        int busy = 0;
        string why = string.Empty;
        long start = MonotonicTime.Now;
        while (held.Count + busy < count && why.Length == 0)
        {
            try
            {
                if (_peer.TryAcquire($"{prefix}-{held.Count + busy}") is { } hold)
                {
                    held.Add(hold);
                }
                else
                {
                    busy++;
                }
            }
            catch (Exception e) when (e is LockException or IOException or InvalidOperationException)
            {
                why = e.Message.ReplaceLineEndings(" "); // the limit of open files, most often
            }
        }

        long took = MonotonicTime.Now - start;
        int all = held.Count;
        if (why.Length > 0)
        {
            Free(held, Math.Min(16, all)); // room to look at ourselves: the limit may be that of open files
        }

        (int moreThreads, int moreDescriptors) = Size();
        Free(held, held.Count);
        return $"{all} {busy} {took} {moreThreads - threads} {moreDescriptors - descriptors} {why}";
    }

    private static void Free(List<IDisposable> held, int count)
    {
        held.GetRange(0, count).ForEach(hold => hold.Dispose());
        held.RemoveRange(0, count);
    }

    private static void Stay(TimeSpan time)
    {
        if (time >= TimeSpan.FromMilliseconds(1))
        {
            Thread.Sleep(time);
        }
        else
        {
            for (long end = MonotonicTime.Now + (long)time.TotalNanoseconds; MonotonicTime.Now < end;)
            {
                // Work: so short a sleep would measure the timers.
            }
        }
    }

    private static (int Threads, int Descriptors) Size()
    {
        using var self = Process.GetCurrentProcess();
        return (self.Threads.Count, OperatingSystem.IsLinux() ? Directory.EnumerateFileSystemEntries("/proc/self/fd").Count() : 0);
    }
}
