using System;
using System.Threading;

namespace BuildLock.Benchmarks.Locks;

/// <summary>An engine of BuildLock.</summary>
internal sealed class EngineLock : ILibraryLock
{
    private readonly LockOptions _options;

    public EngineLock(string engine, string folder)
        => _options = new LockOptions { Engine = engine, LockDirectory = engine == "port-quorum" ? null : folder, Timeout = Timeout.InfiniteTimeSpan };

    public IDisposable Acquire(string key) => ProcessLock.Acquire(key, _options);

    public IDisposable? TryAcquire(string key) => ProcessLock.TryAcquire(key, _options);
}
