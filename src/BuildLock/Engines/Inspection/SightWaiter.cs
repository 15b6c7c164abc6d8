using System;
using BuildLock.Identity;

namespace BuildLock.Engines.Inspection;

/// <summary>A process that waits for a lock, as its record and the kernel's list of locks show it.</summary>
internal sealed class SightWaiter
{
    public SightWaiter(int place, TimeSpan waited, ProcessIdentity process)
    {
        Place = place;
        Waited = waited;
        Process = process;
    }

    /// <summary>The place in the queue, from 1.</summary>
    public int Place { get; }

    public TimeSpan Waited { get; }

    public ProcessIdentity Process { get; }
}
