using System;
using BuildLock;
using Cake.Core.IO;

namespace Cake.BuildLock;

/// <summary>The settings of a process lock. All are optional.</summary>
/// <remarks>
/// <para>What is left open comes from the script's arguments (<c>dotnet cake --process-lock-timeout=2m</c>), then from the
/// environment (<c>BUILDLOCK_TIMEOUT</c>), then from the default.</para>
/// <para>They are looked at when the lock is taken: nonsense fails the task that asks for it, and no other.</para>
/// </remarks>
public sealed class ProcessLockSettings
{
    /// <summary>Gets or sets the folder to lock instead of a key, by its real path; relative to the working directory. It has
    /// to exist. Whoever sees the folder sees the lock.</summary>
    public DirectoryPath? Folder { get; set; }

    /// <summary>Gets or sets the namespace: keys of different namespaces never contend. Default: empty. Argument:
    /// <c>process-lock-namespace</c>.</summary>
    public string? Namespace { get; set; }

    /// <summary>Gets or sets the engine: <c>port-quorum</c>, <c>lockdir</c>, <c>lockfile</c>, <c>oslock</c> or <c>none</c>. Default: <c>port-quorum</c> for
    /// keys, <c>lockdir</c> for folders. Argument: <c>process-lock-engine</c>.</summary>
    public string? Engine { get; set; }

    /// <summary>Gets or sets how long to wait: zero tries once, <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> waits
    /// for ever. Default: 10 minutes. Argument: <c>process-lock-timeout</c>, such as <c>90s</c>, <c>10m</c>, <c>00:05:00</c>,
    /// <c>infinite</c>.</summary>
    public TimeSpan? Timeout { get; set; }

    /// <summary>Gets or sets how old the last sign of life of a holder on another machine may be before others take over.
    /// Default: 60 seconds. Argument: <c>process-lock-expire-after</c>.</summary>
    public TimeSpan? ExpireAfter { get; set; }

    /// <summary>Gets or sets the age at which even a living holder loses the lock. Default: none. Argument:
    /// <c>process-lock-max-hold</c>.</summary>
    public TimeSpan? MaxHold { get; set; }

    /// <summary>Gets or sets where directory engines keep their state; relative to the working directory. Default: a folder
    /// of the machine. Argument: <c>process-lock-lock-directory</c>.</summary>
    public DirectoryPath? LockDirectory { get; set; }

    /// <summary>Gets or sets who may contend. Default: <see cref="LockScope.Machine"/>. Argument:
    /// <c>process-lock-scope</c>.</summary>
    public LockScope? Scope { get; set; }

    /// <summary>Gets or sets the text shown to those who wait. Default: the task and the working directory. Argument:
    /// <c>process-lock-description</c>.</summary>
    public string? Description { get; set; }
}
