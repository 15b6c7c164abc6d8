using System;
using System.Threading;

namespace BuildLock.Benchmarks.Locks;

/// <summary>.NET's named mutex, opened for each hold as one does who locks by a key.</summary>
internal sealed class NamedMutexLock : ILibraryLock
{
    public IDisposable Acquire(string key) => Take(key, Timeout.Infinite)!;

    public IDisposable? TryAcquire(string key) => Take(key, 0);

    private static Hold? Take(string key, int milliseconds)
    {
        var mutex = new Mutex(initiallyOwned: false, "buildlock-bench-" + key);
        bool taken;
        try
        {
            taken = mutex.WaitOne(milliseconds);
        }
        catch (AbandonedMutexException)
        {
            taken = true; // its holder died, and it is ours
        }

        if (!taken)
        {
            mutex.Dispose();
            return null;
        }

        return new Hold(() =>
        {
            mutex.ReleaseMutex();
            mutex.Dispose();
        });
    }
}
