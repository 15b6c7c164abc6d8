using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Runtime.CompilerServices;
using System.Threading;
using BuildLock.Benchmarks.Locks;
using BuildLock.Benchmarks.Peers;

namespace BuildLock.Benchmarks.Protocol;

/// <summary>What a fresh process does that takes and releases one lock and ends: it writes the nanoseconds that this took.</summary>
/// <remarks>The locks are called directly, as a user's program calls them. Through the list of peers half of what a first lock
/// needs would be loaded, and its time not counted.</remarks>
internal static class FirstLock
{
    public static void Run(string name, string folder, string key)
    {
        _ = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp()); // the clock's own first use
        long start = Stopwatch.GetTimestamp();
        Once(name, folder, key);
        TimeSpan took = Stopwatch.GetElapsedTime(start);
        Console.WriteLine(took.TotalNanoseconds.ToString("0", CultureInfo.InvariantCulture));
    }

    // Each in a method of its own: to compile one loads the assemblies of all that is called in it.
    private static void Once(string name, string folder, string key)
    {
        switch (name)
        {
            case PeerList.NamedMutex:
                Mutex(key);
                break;
            case PeerList.PolledFile:
                PolledFile(folder, key);
                break;
            default:
                Engine(name, folder, key);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Mutex(string key)
    {
        using var mutex = new Mutex(initiallyOwned: false, "buildlock-bench-first-" + key);
        mutex.WaitOne();
        mutex.ReleaseMutex();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void PolledFile(string folder, string key)
        => new FileStream(Path.Combine(folder, key), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0).Dispose();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Engine(string name, string folder, string key)
        => ProcessLock.Acquire(key, EngineLock.Options(name, folder)).Dispose();
}
