using System;
using BuildLock.Engines;
using BuildLock.Settings;

namespace BuildLock;

/// <summary>The settings of an acquisition. Every property is optional and refuses nonsense when it is set.</summary>
/// <remarks>
/// A property that is <see langword="null"/> takes its value from the environment variable that it names, and where that
/// is not set either, its default. Options are read when the acquisition starts; changing them later changes nothing.
/// </remarks>
public sealed class LockOptions
{
    private string? _namespace;
    private string? _engine;
    private TimeSpan? _timeout;
    private TimeSpan? _expireAfter;
    private TimeSpan? _maxHold;
    private string? _lockDirectory;
    private LockScope? _scope;
    private string? _description;

    /// <summary>Keys of different namespaces never contend. Up to 1,024 characters, compared ordinally.
    /// Default: empty. Environment: <c>BUILDLOCK_NAMESPACE</c>.</summary>
    /// <exception cref="LockSettingException">Too long, or not well-formed Unicode (BL3007).</exception>
    public string? Namespace
    {
        get => _namespace;
        set => _namespace = value is null ? null : Setting.CheckNamespace(value, Setting.ByCall);
    }

    /// <summary>The engine's name: <c>port-quorum</c>, <c>lockdir</c>, <c>lockfile</c>, <c>oslock</c> or <c>none</c>.
    /// Default: <c>port-quorum</c> for keys; <c>lockdir</c> for folders, and where a <see cref="LockDirectory"/> is set. Environment: <c>BUILDLOCK_ENGINE</c>.</summary>
    /// <exception cref="LockSettingException">No engine has that name (BL3002).</exception>
    public string? Engine
    {
        get => _engine;
        set => _engine = value is null ? null : LockEngines.Find(value, Setting.ByCall).Name;
    }

    /// <summary>How long to wait for the lock: zero tries once, <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> waits
    /// forever. Default: 10 minutes. Environment: <c>BUILDLOCK_TIMEOUT</c>.</summary>
    /// <exception cref="LockSettingException">Negative (BL3003).</exception>
    public TimeSpan? Timeout
    {
        get => _timeout;
        set => _timeout = value is { } t ? Setting.CheckTimeout(t, Setting.ByCall) : null;
    }

    /// <summary>How old the last sign of life of a holder that this process cannot see (another machine, another
    /// container) may be before others take over. At least 100 ms. Stored with the hold: the holder's value counts.
    /// Default: 60 seconds. Environment: <c>BUILDLOCK_EXPIRE_AFTER</c>.</summary>
    /// <exception cref="LockSettingException">Below 100 ms, or infinite (BL3003).</exception>
    public TimeSpan? ExpireAfter
    {
        get => _expireAfter;
        set => _expireAfter = value is { } t ? Setting.CheckExpireAfter(t, Setting.ByCall) : null;
    }

    /// <summary>The age at which even a living holder loses the lock, which cancels
    /// <see cref="LockHandle.Lost"/>. At least 100 ms. Default: none, that is, a living holder keeps the lock.
    /// Environment: <c>BUILDLOCK_MAX_HOLD</c>.</summary>
    /// <exception cref="LockSettingException">Below 100 ms (BL3003).</exception>
    public TimeSpan? MaxHold
    {
        get => _maxHold;
        set => _maxHold = value is { } t ? Setting.CheckMaxHold(t, Setting.ByCall) : null;
    }

    /// <summary>Where the directory engines keep their state. Contenders must name the same directory. It is created when missing.
    /// Where no engine is named it chooses <c>lockdir</c>; with <c>port-quorum</c>, which would not look at it, it is an error (BL3006).
    /// Default: one folder per machine, outside <c>/tmp</c>; for a folder lock, beside the folder.
    /// Environment: <c>BUILDLOCK_LOCK_DIRECTORY</c>.</summary>
    /// <exception cref="LockSettingException">Empty, or with characters that no path has (BL3007).</exception>
    public string? LockDirectory
    {
        get => _lockDirectory;
        set => _lockDirectory = value is null ? null : Setting.CheckLockDirectory(value, Setting.ByCall);
    }

    /// <summary>Who may contend. Default: <see cref="LockScope.Machine"/>. Environment: <c>BUILDLOCK_SCOPE</c>.</summary>
    /// <exception cref="LockSettingException">Not a member of the enumeration (BL3007).</exception>
    public LockScope? Scope
    {
        get => _scope;
        set => _scope = value is { } s ? Setting.CheckScope(s, Setting.ByCall) : null;
    }

    /// <summary>Free text shown to those who wait, such as <c>project App.csproj, target RestoreTools</c>.
    /// What steers a terminal or a build server becomes spaces, and at most 256 characters are kept. Default: none.
    /// Environment: <c>BUILDLOCK_DESCRIPTION</c>.</summary>
    public string? Description
    {
        get => _description;
        set => _description = value is null ? null : Setting.TidyDescription(value);
    }

    /// <summary>Hears what happens; never decides. Default: none.</summary>
    public ILockObserver? Observer { get; set; }

    /// <summary>Lets a host use the waiting thread's place meanwhile. Default: none, the thread just waits.</summary>
    public ILockWaitHost? WaitHost { get; set; }

    /// <summary>Sets one setting from text, as the fronts (build files, command lines, environment) write it.</summary>
    /// <param name="setting">The setting's name as in the table of settings, such as <c>ExpireAfter</c>; case does not matter.</param>
    /// <param name="text">Durations: <c>00:05:00</c>, <c>90s</c>, <c>10m</c>, <c>250ms</c>, plain seconds; for Timeout also <c>infinite</c>.</param>
    /// <param name="source">Where the text comes from, for the error message, such as <c>property ProcessLockTimeout</c>.</param>
    /// <exception cref="LockSettingException">The text is not allowed for that setting (BL3002, BL3003, BL3007), or there is no such setting (BL3007).</exception>
    public void Set(string setting, string text, string source) => Setting.Parse(this, setting, text, source);

    internal LockOptions Clone() => (LockOptions)MemberwiseClone();
}
