using System;
using System.Threading;

namespace BuildLock.Beacons;

/// <summary>Something to sleep on until it is worth trying again.</summary>
internal interface ILockSignal
{
    /// <summary>Blocks until the signal has come, or for at most the given time.</summary>
    /// <returns>Whether it has come. It may come without cause, and it may get lost with a process.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    bool Wait(TimeSpan atMost, CancellationToken cancellationToken);
}
