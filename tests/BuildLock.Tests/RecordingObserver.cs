using System.Collections.Concurrent;
using System.Collections.Generic;

namespace BuildLock.Tests;

/// <summary>Keeps what it is told, from any thread.</summary>
internal sealed class RecordingObserver : ILockObserver
{
    private readonly ConcurrentQueue<LockEvent> _events = new();

    public IReadOnlyCollection<LockEvent> Events => _events;

    public void Report(LockEvent lockEvent) => _events.Enqueue(lockEvent);
}
