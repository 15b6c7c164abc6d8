using System;

namespace BuildLock.Benchmarks.Locks;

/// <summary>A hold that is released by an action.</summary>
internal sealed class Hold : IDisposable
{
    private readonly Action _release;

    public Hold(Action release) => _release = release;

    public void Dispose() => _release();
}
