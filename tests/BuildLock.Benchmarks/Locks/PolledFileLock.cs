using System;
using System.IO;
using System.Threading;

namespace BuildLock.Benchmarks.Locks;

/// <summary>What many write themselves: open a file for nobody else, and try again after 10 ms.</summary>
internal sealed class PolledFileLock : ILibraryLock
{
    private readonly string _folder;

    public PolledFileLock(string folder) => _folder = folder;

    public IDisposable Acquire(string key)
    {
        while (true)
        {
            if (TryAcquire(key) is { } hold)
            {
                return hold;
            }

            Thread.Sleep(10);
        }
    }

    public IDisposable? TryAcquire(string key)
    {
        try
        {
            return new FileStream(Path.Combine(_folder, key), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        }
        catch (IOException e) when (!e.Message.Contains("Too many open files", StringComparison.Ordinal))
        {
            return null; // in use
        }
    }
}
