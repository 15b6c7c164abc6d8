using System;
using System.IO;
using System.Threading;
using BuildLock.Engines;

namespace BuildLock.Benchmarks.Locks;

/// <summary>An engine of BuildLock.</summary>
internal sealed class EngineLock : ILibraryLock
{
    private readonly LockOptions _options;

    public EngineLock(string engine, string folder) => _options = Options(engine, folder);

    /// <summary>Its settings: the folder only where the engine keeps its state in one, since the others refuse it (BL3006). Its name,
    /// which is another in each run, is the namespace: what former runs left is none of this one's business.</summary>
    public static LockOptions Options(string engine, string folder) => new()
    {
        Engine = engine,
        Namespace = Path.GetFileName(folder),
        LockDirectory = LockEngines.Find(engine, "bench").LocksFolders ? folder : null,
        Timeout = Timeout.InfiniteTimeSpan,
    };

    public IDisposable Acquire(string key) => ProcessLock.Acquire(key, _options);

    public IDisposable? TryAcquire(string key) => ProcessLock.TryAcquire(key, _options);
}
