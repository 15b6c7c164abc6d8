using System;
using Nuke.Common;

namespace BuildLock.Nuke;

/// <summary>Locks for targets, and for blocks of code within them.</summary>
/// <remarks>
/// <para>Keys and settings are looked at when a lock is taken: nonsense in them fails the target that asks for it, and no
/// other. Every failure is a <see cref="ProcessLockException"/>.</para>
/// <para>What a call leaves open comes from the parameters of <see cref="IProcessLock"/>, where the build has them, then from
/// the <c>BUILDLOCK_…</c> environment variables, then from the defaults.</para>
/// </remarks>
public static class ProcessLockExtensions
{
    /// <summary>
    /// The target's actions run under a lock: it is taken right before the first one and released after the last one, or
    /// when one fails, before anything hears of the failure.
    /// </summary>
    /// <remarks>Where it stands in the chain makes no difference. May be given several times: the locks are then taken in
    /// the order of their keys, whatever the order of the calls, so that two targets cannot wait for each other; the same
    /// one given twice (by a base target and its heir) is taken once, with the later settings. A skipped target takes
    /// nothing. What the target depends on runs before, without the lock.</remarks>
    /// <param name="definition">The target.</param>
    /// <param name="key">What to lock: a name of 1 to 1,024 characters, compared ordinally.</param>
    /// <param name="settings">Sets what differs from the defaults. Called when the lock is taken.</param>
    /// <returns>The target.</returns>
    public static ITargetDefinition WithProcessLock(this ITargetDefinition definition, string key, Action<LockOptions>? settings = null)
        => definition.WithProcessLock(() => key, settings);

    /// <summary>As the other, for a key that needs a parameter of the build: those have no values yet when targets are
    /// defined.</summary>
    /// <param name="definition">The target.</param>
    /// <param name="key">Says what to lock. Called when the lock is taken.</param>
    /// <param name="settings">Sets what differs from the defaults. Called when the lock is taken.</param>
    /// <returns>The target.</returns>
    public static ITargetDefinition WithProcessLock(this ITargetDefinition definition, Func<string> key, Action<LockOptions>? settings = null)
        => TargetLocks.Add(definition, new LockRequest(key, Folder: null, settings));

    /// <summary>As <see cref="WithProcessLock(ITargetDefinition, string, Action{LockOptions})"/>, for a folder: whoever sees the folder sees the lock.</summary>
    /// <param name="definition">The target.</param>
    /// <param name="folder">An existing folder, by its real path; relative to the root directory of the build.</param>
    /// <param name="settings">Sets what differs from the defaults. Called when the lock is taken.</param>
    /// <returns>The target.</returns>
    public static ITargetDefinition WithFolderLock(this ITargetDefinition definition, string folder, Action<LockOptions>? settings = null)
        => definition.WithFolderLock(() => folder, settings);

    /// <summary>As the other, for a folder that needs a parameter of the build: those have no values yet when targets are
    /// defined.</summary>
    /// <param name="definition">The target.</param>
    /// <param name="folder">Says what to lock. Called when the lock is taken.</param>
    /// <param name="settings">Sets what differs from the defaults. Called when the lock is taken.</param>
    /// <returns>The target.</returns>
    public static ITargetDefinition WithFolderLock(this ITargetDefinition definition, Func<string> folder, Action<LockOptions>? settings = null)
        => TargetLocks.Add(definition, new LockRequest(Key: null, folder, settings));

    /// <summary>
    /// Takes a lock and keeps it when the target has ended, until a target with <see cref="ReleaseProcessLock(ITargetDefinition, string, Action{LockOptions})"/> runs. For
    /// the <c>Setup</c> of a context, so that one lock covers all targets that depend on it.
    /// </summary>
    /// <remarks>When no target releases it, it is held until the process ends.</remarks>
    /// <param name="definition">The target.</param>
    /// <param name="key">What to lock: a name of 1 to 1,024 characters, compared ordinally.</param>
    /// <param name="settings">Sets what differs from the defaults. Called when the lock is taken.</param>
    /// <returns>The target.</returns>
    public static ITargetDefinition AcquireProcessLock(this ITargetDefinition definition, string key, Action<LockOptions>? settings = null)
        => definition.AcquireProcessLock(() => key, settings);

    /// <summary>As the other, for a key that needs a parameter of the build: those have no values yet when targets are
    /// defined.</summary>
    /// <param name="definition">The target.</param>
    /// <param name="key">Says what to lock. Called when the lock is taken.</param>
    /// <param name="settings">Sets what differs from the defaults. Called when the lock is taken.</param>
    /// <returns>The target.</returns>
    public static ITargetDefinition AcquireProcessLock(this ITargetDefinition definition, Func<string> key, Action<LockOptions>? settings = null)
    {
        BuildLocks locks = BuildLocks.Of(definition);
        return definition.Executes(() => locks.Keep(new LockRequest(key, Folder: null, settings)));
    }

    /// <summary>Releases what <see cref="AcquireProcessLock(ITargetDefinition, string, Action{LockOptions})"/> took: for the <c>Cleanup</c> of a context.</summary>
    /// <remarks>Fails the target when the lock was lost in the meantime (BL2003). Asked for one that this build did not
    /// take, it warns (BL1006).</remarks>
    /// <param name="definition">The target.</param>
    /// <param name="key">The key it was taken with.</param>
    /// <param name="settings">The settings it was taken with; of them, namespace and engine matter.</param>
    /// <returns>The target.</returns>
    public static ITargetDefinition ReleaseProcessLock(this ITargetDefinition definition, string key, Action<LockOptions>? settings = null)
        => definition.ReleaseProcessLock(() => key, settings);

    /// <summary>As the other, for a key that needs a parameter of the build.</summary>
    /// <param name="definition">The target.</param>
    /// <param name="key">Says the key it was taken with. Called when the lock is released.</param>
    /// <param name="settings">The settings it was taken with; of them, namespace and engine matter.</param>
    /// <returns>The target.</returns>
    public static ITargetDefinition ReleaseProcessLock(this ITargetDefinition definition, Func<string> key, Action<LockOptions>? settings = null)
    {
        BuildLocks locks = BuildLocks.Of(definition);
        return definition.Executes(() => locks.Release(new LockRequest(key, Folder: null, settings)));
    }

    /// <summary>Takes a lock for a block of code: <c>using (this.ProcessLock("nuget-cache")) { … }</c>.</summary>
    /// <param name="build">The build.</param>
    /// <param name="key">What to lock: a name of 1 to 1,024 characters, compared ordinally.</param>
    /// <param name="settings">Sets what differs from the defaults.</param>
    /// <returns>The held lock; dispose it to release.</returns>
    /// <exception cref="ProcessLockException">The lock could not be had.</exception>
    public static LockHandle ProcessLock(this INukeBuild build, string key, Action<LockOptions>? settings = null)
        => BuildLocks.Of(build).Take(new LockRequest(() => key, Folder: null, settings));

    /// <summary>As <see cref="ProcessLock"/>, for a folder: whoever sees the folder sees the lock.</summary>
    /// <param name="build">The build.</param>
    /// <param name="folder">An existing folder, by its real path; relative to the root directory of the build.</param>
    /// <param name="settings">Sets what differs from the defaults.</param>
    /// <returns>The held lock; dispose it to release.</returns>
    /// <exception cref="ProcessLockException">The lock could not be had.</exception>
    public static LockHandle FolderLock(this INukeBuild build, string folder, Action<LockOptions>? settings = null)
        => BuildLocks.Of(build).Take(new LockRequest(Key: null, () => folder, settings));
}
