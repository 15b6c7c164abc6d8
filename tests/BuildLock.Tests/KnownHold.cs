using System;
using BuildLock.Engines;

namespace BuildLock.Tests;

/// <summary>A hold that locks nothing and whose every part the test chooses.</summary>
internal sealed class KnownHold : ILockHold
{
    private Action<string>? _onLost;
    private int _released;

    public LockHolder Holder { get; } = SampleHolder.Create();

    public long FencingToken => 42;

    public PreviousOutcome PreviousOutcome { get; init; }

    public LockHolder? PreviousHolder { get; init; }

    public Exception? Problem { get; init; }

    public int Released => _released;

    public PreviousOutcome? ReleasedAs { get; private set; }

    public void Lose(string reason) => _onLost!(reason);

    public void WatchLoss(Action<string> onLost) => _onLost = onLost;

    public Exception? Release(PreviousOutcome outcome)
    {
        System.Threading.Interlocked.Increment(ref _released);
        ReleasedAs = outcome;
        return Problem;
    }
}
