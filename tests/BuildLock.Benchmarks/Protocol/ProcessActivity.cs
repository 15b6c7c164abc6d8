using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;

namespace BuildLock.Benchmarks.Protocol;

/// <summary>How often the threads of a process, and of those that it started, have gone to sleep so far, and its processor time. Linux.</summary>
internal sealed class ProcessActivity
{
    private readonly Dictionary<string, (long WakeUps, bool IsRuntime)> _threads = [];
    private readonly Dictionary<int, long> _processor = [];

    public static ProcessActivity Of(int process)
    {
        var activity = new ProcessActivity();
        activity.Add(process);
        return activity;
    }

    /// <summary>What was done since an earlier look. A thread that ended meanwhile took its count along; one that began brings all of its own.</summary>
    public (long WakeUps, long RuntimeWakeUps, long ProcessorNanoseconds) Since(ProcessActivity before)
    {
        ILookup<bool, long> wakeUps = _threads.ToLookup(now => now.Value.IsRuntime, now => now.Value.WakeUps - before._threads.GetValueOrDefault(now.Key).WakeUps);
        return (wakeUps[false].Sum() + wakeUps[true].Sum(), wakeUps[true].Sum(), _processor.Sum(now => now.Value - before._processor.GetValueOrDefault(now.Key)));
    }

    private void Add(int process)
    {
        _processor[process] = ProcessorNanoseconds(process);
        foreach (string thread in Directory.GetDirectories($"/proc/{process}/task"))
        {
            try
            {
                AddThread(thread);
            }
            catch (IOException) when (!Directory.Exists(thread))
            {
                // It has ended since it was listed.
            }
        }
    }

    private void AddThread(string thread)
    {
        string line = File.ReadLines(Path.Combine(thread, "status")).First(l => l.StartsWith("voluntary_ctxt_switches", StringComparison.Ordinal));
        string name = File.ReadAllText(Path.Combine(thread, "comm"));
        // Compiler and finalizer: they wake for what the waiter does, but no product can keep them asleep.
        bool isRuntime = name.StartsWith(".NET Tiered", StringComparison.Ordinal) || name.StartsWith(".NET Finalizer", StringComparison.Ordinal);
        _threads[thread] = (long.Parse(line.Split('\t')[1], CultureInfo.InvariantCulture), isRuntime);
        foreach (string child in File.ReadAllText(Path.Combine(thread, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            Add(int.Parse(child, CultureInfo.InvariantCulture));
        }
    }

    // Of the scheduler's own count. /proc has it in steps of 10 ms, as much as a waiter may need in ten seconds.
    private static long ProcessorNanoseconds(int process)
    {
        const int OfProcess = 2; // CPUCLOCK_SCHED, of all threads
        return ReadClock((~process << 3) | OfProcess, out Time time) == 0 ? (time.Seconds * 1_000_000_000L) + time.Nanoseconds : throw new Win32Exception();
    }

    [DllImport("libc", EntryPoint = "clock_gettime", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int ReadClock(int clock, out Time time);

    [StructLayout(LayoutKind.Sequential)]
    private struct Time
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
