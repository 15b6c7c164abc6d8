using System;

namespace BuildLock.Benchmarks.Locks;

/// <summary>A lock that a .NET process takes. Disposing the result releases it, on the thread that took it.</summary>
internal interface ILibraryLock
{
    /// <summary>Waits until it has the lock, in the way that the library's users would.</summary>
    IDisposable Acquire(string key);

    /// <summary>One attempt; null when somebody else has it.</summary>
    IDisposable? TryAcquire(string key);
}
