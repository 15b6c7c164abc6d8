using System;
using Cake.Core;

namespace Cake.BuildLock;

/// <summary>Locks for tasks.</summary>
/// <remarks>
/// <para>The lock is taken before the first action of the task and released after everything that belongs to it: after
/// <c>OnError</c> and after <c>Finally</c>, which run under the lock. Where it stands in the chain makes no difference. A
/// skipped task takes nothing, and what the task depends on runs before, without the lock.</para>
/// <para>May be given several times: the locks are then taken in the order of their keys, whatever the order of the calls,
/// so that two tasks cannot wait for each other.</para>
/// <para>When the lock cannot be had, no action runs, and the task fails as if its first action had.</para>
/// </remarks>
public static class ProcessLockTaskExtensions
{
    /// <summary>The task runs under a lock.</summary>
    /// <param name="builder">The task.</param>
    /// <param name="key">What to lock: a name of 1 to 1,024 characters, compared ordinally.</param>
    /// <param name="settings">The settings, or <see langword="null"/> for those of arguments, environment and defaults.</param>
    /// <returns>The task.</returns>
    /// <example>
    /// <code>
    /// Task("Restore")
    ///     .WithProcessLock("nuget-cache")
    ///     .Does(() => DotNetRestore("./src/App.sln"));
    /// </code>
    /// </example>
    public static CakeTaskBuilder WithProcessLock(this CakeTaskBuilder builder, string key, ProcessLockSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        TaskLocks.Add(builder.Task, key, settings);
        return builder;
    }

    /// <summary>The task runs under a lock on a folder.</summary>
    /// <param name="builder">The task.</param>
    /// <param name="settings">The settings, with <see cref="ProcessLockSettings.Folder"/>.</param>
    /// <returns>The task.</returns>
    public static CakeTaskBuilder WithProcessLock(this CakeTaskBuilder builder, ProcessLockSettings settings)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(settings);
        TaskLocks.Add(builder.Task, key: null, settings);
        return builder;
    }

    /// <summary>The task runs under a lock.</summary>
    /// <typeparam name="TData">The type of the data context.</typeparam>
    /// <param name="builder">The task.</param>
    /// <param name="key">What to lock: a name of 1 to 1,024 characters, compared ordinally.</param>
    /// <param name="settings">The settings, or <see langword="null"/> for those of arguments, environment and defaults.</param>
    /// <returns>The task.</returns>
    public static CakeTaskBuilder<TData> WithProcessLock<TData>(this CakeTaskBuilder<TData> builder, string key, ProcessLockSettings? settings = null)
        where TData : class
    {
        ArgumentNullException.ThrowIfNull(builder);
        TaskLocks.Add(builder.Task, key, settings);
        return builder;
    }

    /// <summary>The task runs under a lock on a folder.</summary>
    /// <typeparam name="TData">The type of the data context.</typeparam>
    /// <param name="builder">The task.</param>
    /// <param name="settings">The settings, with <see cref="ProcessLockSettings.Folder"/>.</param>
    /// <returns>The task.</returns>
    public static CakeTaskBuilder<TData> WithProcessLock<TData>(this CakeTaskBuilder<TData> builder, ProcessLockSettings settings)
        where TData : class
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(settings);
        TaskLocks.Add(builder.Task, key: null, settings);
        return builder;
    }
}
