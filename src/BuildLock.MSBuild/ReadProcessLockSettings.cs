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

    /// <summary><c>$(MSBuildNodeCount)</c>.</summary>
    public string? NodeCount { get; set; }

    /// <summary><c>$(DesignTimeBuild)</c>.</summary>
    public string? DesignTimeBuild { get; set; }

    /// <summary><c>$(SkipCompilerExecution)</c>.</summary>
    public string? SkipCompilerExecution { get; set; }

    /// <summary><c>$(ProcessLockWaitInDesignTimeBuilds)</c>.</summary>
    public string? WaitInDesignTimeBuilds { get; set; }

    /// <summary><c>$(ProcessLockNamespace)</c>.</summary>
    public string? Namespace { get; set; }

    /// <summary><c>$(ProcessLockEngine)</c>.</summary>
    public string? Engine { get; set; }

    /// <summary><c>$(ProcessLockTimeout)</c>.</summary>
    public string? Timeout { get; set; }

    /// <summary><c>$(ProcessLockOnTimeout)</c>.</summary>
    public string? OnTimeout { get; set; }

    /// <summary><c>$(ProcessLockOnAbandoned)</c>.</summary>
    public string? OnAbandoned { get; set; }

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
        Add(nameof(OnAbandoned), OnAbandoned);
        Add(nameof(WaitInDesignTimeBuilds), WaitInDesignTimeBuilds);
        Add(nameof(ExpireAfter), ExpireAfter);
        Add(nameof(MaxHold), MaxHold);
        Add(nameof(LockDirectory), LockDirectory);
        Add(nameof(Scope), Scope);
        Add(nameof(Description), Description);
        int? configuration = ProjectContext.Register(this, properties);
        HeldLocks.Of(BuildEngine).WatchRequests(Project, configuration); // now, in the first target: only here can a run that has started be joined
        return true;
    }
}
