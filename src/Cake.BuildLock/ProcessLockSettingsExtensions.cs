using System;
using BuildLock;
using Cake.Core.IO;

namespace Cake.BuildLock;

/// <summary>Sets <see cref="ProcessLockSettings"/> in a chain.</summary>
public static class ProcessLockSettingsExtensions
{
    /// <summary>Locks a folder instead of a key.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="folder">See <see cref="ProcessLockSettings.Folder"/>.</param>
    /// <returns>The same settings.</returns>
    public static ProcessLockSettings SetFolder(this ProcessLockSettings settings, DirectoryPath folder)
        => With(settings, s => s.Folder = folder);

    /// <summary>Sets the namespace.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="value">See <see cref="ProcessLockSettings.Namespace"/>.</param>
    /// <returns>The same settings.</returns>
    public static ProcessLockSettings SetNamespace(this ProcessLockSettings settings, string value)
        => With(settings, s => s.Namespace = value);

    /// <summary>Sets the engine.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="engine">See <see cref="ProcessLockSettings.Engine"/>.</param>
    /// <returns>The same settings.</returns>
    public static ProcessLockSettings SetEngine(this ProcessLockSettings settings, string engine)
        => With(settings, s => s.Engine = engine);

    /// <summary>Sets how long to wait.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="timeout">See <see cref="ProcessLockSettings.Timeout"/>.</param>
    /// <returns>The same settings.</returns>
    public static ProcessLockSettings SetTimeout(this ProcessLockSettings settings, TimeSpan timeout)
        => With(settings, s => s.Timeout = timeout);

    /// <summary>Sets the age after which others may take over.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="age">See <see cref="ProcessLockSettings.ExpireAfter"/>.</param>
    /// <returns>The same settings.</returns>
    public static ProcessLockSettings SetExpireAfter(this ProcessLockSettings settings, TimeSpan age)
        => With(settings, s => s.ExpireAfter = age);

    /// <summary>Sets the age at which a living holder loses the lock.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="age">See <see cref="ProcessLockSettings.MaxHold"/>.</param>
    /// <returns>The same settings.</returns>
    public static ProcessLockSettings SetMaxHold(this ProcessLockSettings settings, TimeSpan age)
        => With(settings, s => s.MaxHold = age);

    /// <summary>Sets where directory engines keep their state.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="directory">See <see cref="ProcessLockSettings.LockDirectory"/>.</param>
    /// <returns>The same settings.</returns>
    public static ProcessLockSettings SetLockDirectory(this ProcessLockSettings settings, DirectoryPath directory)
        => With(settings, s => s.LockDirectory = directory);

    /// <summary>Sets who may contend.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="scope">See <see cref="ProcessLockSettings.Scope"/>.</param>
    /// <returns>The same settings.</returns>
    public static ProcessLockSettings SetScope(this ProcessLockSettings settings, LockScope scope)
        => With(settings, s => s.Scope = scope);

    /// <summary>Sets the text shown to those who wait.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="description">See <see cref="ProcessLockSettings.Description"/>.</param>
    /// <returns>The same settings.</returns>
    public static ProcessLockSettings SetDescription(this ProcessLockSettings settings, string description)
        => With(settings, s => s.Description = description);

    private static ProcessLockSettings With(ProcessLockSettings settings, Action<ProcessLockSettings> set)
    {
        ArgumentNullException.ThrowIfNull(settings);
        set(settings);
        return settings;
    }
}
