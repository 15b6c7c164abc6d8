using System;

namespace BuildLock.Waiting;

/// <summary>Pauses for where no signal tells: growing from 1 ms to 250 ms, each between half and all of its length, so
/// that contenders do not stay in step.</summary>
internal sealed class Backoff
{
    private const double LongestMilliseconds = 250;

    // A generator of its own, seeded by chance: processes started together must not draw alike. Made when it is needed: it costs
    // as much as a tenth of taking a lock.
    private Random? _random;
    private double _milliseconds = 1;

    public TimeSpan Next()
    {
        _random ??= new Random(Guid.NewGuid().GetHashCode());
        double length = _milliseconds;
        _milliseconds = Math.Min(_milliseconds * 1.5, LongestMilliseconds);
#pragma warning disable CA5394 // Jitter, not a secret.
        return TimeSpan.FromMilliseconds(length * (0.5 + (_random.NextDouble() / 2)));
#pragma warning restore CA5394
    }
}
