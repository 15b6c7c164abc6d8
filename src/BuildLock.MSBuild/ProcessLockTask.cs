using System;
using Microsoft.Build.Utilities;

namespace BuildLock.MSBuild;

/// <summary>What the tasks <see cref="AcquireProcessLock"/>, <see cref="ReleaseProcessLock"/> and
/// <see cref="CallTargetWithProcessLock"/> have in common: which lock.</summary>
/// <remarks>Parameters are strings, because MSBuild binds no <see cref="TimeSpan"/> and fails on enumerations. An empty one
/// counts as not given, as everywhere in MSBuild.</remarks>
public abstract class ProcessLockTask : Task
{
    private protected ProcessLockTask()
    {
    }

    /// <summary>What to lock: a name of 1 to 1,024 characters, compared ordinally. This or <see cref="Folder"/>.</summary>
    public string? Key { get; set; }

    /// <summary>What to lock: an existing folder, by its real path; relative to the project. This or <see cref="Key"/>.</summary>
    public string? Folder { get; set; }

    /// <summary>Keys of different namespaces never contend. Default: <c>$(ProcessLockNamespace)</c>, else empty.</summary>
    public string? Namespace { get; set; }

    /// <summary><c>port-quorum</c>, <c>lockdir</c>, <c>lockfile</c>, <c>oslock</c> or <c>none</c>. Default:
    /// <c>$(ProcessLockEngine)</c>, else <c>port-quorum</c> for a key and <c>lockdir</c> for a folder.</summary>
    public string? Engine { get; set; }

    /// <inheritdoc/>
    public sealed override bool Execute() => TaskErrors.Catch(Log, BuildEngine, ExecuteCore) && !Log.HasLoggedErrors;

    private protected abstract bool ExecuteCore();
}
