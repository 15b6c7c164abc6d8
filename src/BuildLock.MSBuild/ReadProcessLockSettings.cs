using System;
using System.Collections.Generic;
using System.Threading;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace BuildLock.MSBuild;

/// <summary>Called by this package before a project's first target: tells the lock tasks the project's
/// <c>ProcessLock…</c> properties, which a task cannot read by itself. Not for use in projects.</summary>
[MSBuildMultiThreadableTask]
public sealed class ReadProcessLockSettings : Task
{
    private static int _prepared;

    /// <summary><c>$(MSBuildProjectFullPath)</c>.</summary>
    [Required]
    public string Project { get; set; } = string.Empty;

    /// <summary><c>$(TargetFramework)</c>.</summary>
    public string? TargetFramework { get; set; }

    /// <summary><c>$(ProcessLockNamespace)</c>.</summary>
    public string? Namespace { get; set; }

    /// <summary><c>$(ProcessLockEngine)</c>.</summary>
    public string? Engine { get; set; }

    /// <summary><c>$(ProcessLockTimeout)</c>.</summary>
    public string? Timeout { get; set; }

    /// <summary><c>$(ProcessLockOnTimeout)</c>.</summary>
    public string? OnTimeout { get; set; }

    /// <summary><c>$(ProcessLockExpireAfter)</c>.</summary>
    public string? ExpireAfter { get; set; }

    /// <summary><c>$(ProcessLockMaxHold)</c>.</summary>
    public string? MaxHold { get; set; }

    /// <summary><c>$(ProcessLockLockDirectory)</c>.</summary>
    public string? LockDirectory { get; set; }

    /// <summary><c>$(ProcessLockScope)</c>.</summary>
    public string? Scope { get; set; }

    /// <summary><c>$(ProcessLockDescription)</c>.</summary>
    public string? Description { get; set; }

    /// <inheritdoc/>
    public override bool Execute()
    {
        // Now: this is the project's first target, and whatever it does before its first lock gives time.
        if (Interlocked.Exchange(ref _prepared, 1) == 0)
        {
            ProcessLock.Prepare();
        }

        var properties = new Dictionary<string, string>(StringComparer.Ordinal);
        void Add(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                properties.Add(name, value!);
            }
        }

        Add(nameof(Namespace), Namespace);
        Add(nameof(Engine), Engine);
        Add(nameof(Timeout), Timeout);
        Add(nameof(OnTimeout), OnTimeout);
        Add(nameof(ExpireAfter), ExpireAfter);
        Add(nameof(MaxHold), MaxHold);
        Add(nameof(LockDirectory), LockDirectory);
        Add(nameof(Scope), Scope);
        Add(nameof(Description), Description);
        ProjectContext.Register(this, Project, TargetFramework ?? string.Empty, properties);
        HeldLocks.Of(BuildEngine).WatchRequests(); // now, in the first target: the watch counts targets from here on
        return true;
    }
}
