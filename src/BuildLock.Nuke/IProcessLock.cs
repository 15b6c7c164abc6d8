using System;
using Nuke.Common;

namespace BuildLock.Nuke;

/// <summary>
/// Adds the settings of process locks to a build as parameters: <c>class Build : NukeBuild, IProcessLock</c> and
/// <c>./build.sh --process-lock-timeout 2m</c>.
/// </summary>
/// <remarks>They hold for all locks of the build. What a call sets itself wins over them, and they win over the
/// <c>BUILDLOCK_…</c> environment variables.</remarks>
public interface IProcessLock : INukeBuild
{
    /// <summary>How long to wait for a lock. Default: 10 minutes.</summary>
    [Parameter("How long to wait for a process lock: 90s, 10m, 00:05:00, 0 (try once) or infinite. Default is 10 minutes")]
    string? ProcessLockTimeout => TryGetValue(() => ProcessLockTimeout!);

    /// <summary>The engine: <c>port-quorum</c>, <c>lockdir</c>, <c>lockfile</c>, <c>oslock</c> or <c>none</c>. Default: <c>port-quorum</c> for keys,
    /// <c>lockdir</c> for folders.</summary>
    [Parameter("Engine of process locks: port-quorum, lockdir, lockfile, oslock or none. Default is port-quorum for keys, lockdir for folders")]
    string? ProcessLockEngine => TryGetValue(() => ProcessLockEngine!);

    /// <summary>Keys of different namespaces never contend. Default: empty.</summary>
    [Parameter("Namespace of process locks: keys of different namespaces never contend")]
    string? ProcessLockNamespace => TryGetValue(() => ProcessLockNamespace!);

    /// <summary>How old the last sign of life of a holder on another machine may be before others take over. Default: 60
    /// seconds.</summary>
    [Parameter("Age of the last sign of life after which others take over a process lock. Default is 60 seconds")]
    string? ProcessLockExpireAfter => TryGetValue(() => ProcessLockExpireAfter!);

    /// <summary>The age at which even a living holder loses the lock. Default: none.</summary>
    [Parameter("Age at which even a living holder loses a process lock. Default is none")]
    string? ProcessLockMaxHold => TryGetValue(() => ProcessLockMaxHold!);

    /// <summary>Where directory engines keep their state; relative to the root directory of the build. Default: a folder of
    /// the machine.</summary>
    [Parameter("Directory in which directory engines keep process locks. Default is a folder of the machine")]
    string? ProcessLockLockDirectory => TryGetValue(() => ProcessLockLockDirectory!);

    /// <summary><c>Machine</c> or <c>User</c>: who may contend. Default: Machine.</summary>
    [Parameter("Who may contend for process locks: Machine or User. Default is Machine")]
    string? ProcessLockScope => TryGetValue(() => ProcessLockScope!);

    /// <summary>Text shown to those who wait. Default: the target and the root directory of the build.</summary>
    [Parameter("Text shown to those who wait for a process lock. Default is the target and the root directory")]
    string? ProcessLockDescription => TryGetValue(() => ProcessLockDescription!);

    /// <summary>Takes a lock for a block of code: <c>using (ProcessLock("nuget-cache")) { … }</c> in a component, and
    /// <c>using (this.ProcessLock("nuget-cache")) { … }</c> in the build class.</summary>
    /// <param name="key">What to lock: a name of 1 to 1,024 characters, compared ordinally.</param>
    /// <param name="settings">Sets what differs from the defaults.</param>
    /// <returns>The held lock; dispose it to release.</returns>
    /// <exception cref="ProcessLockException">The lock could not be had.</exception>
    LockHandle ProcessLock(string key, Action<LockOptions>? settings = null)
        => ProcessLockExtensions.ProcessLock(this, key, settings);
}
