using System;
using BuildLock.Identity;

namespace BuildLock.Queueing;

/// <summary>A process that waits for a lock.</summary>
internal sealed class Waiter
{
    public Waiter(ProcessIdentity process, DateTimeOffset? since, string? record)
    {
        Process = process;
        Since = since;
        Record = record;
    }

    public ProcessIdentity Process { get; }

    /// <summary>Since when, or <see langword="null"/> where it has not said.</summary>
    public DateTimeOffset? Since { get; }

    /// <summary>The name of its record, or <see langword="null"/> where only the kernel knows of it.</summary>
    public string? Record { get; }
}
