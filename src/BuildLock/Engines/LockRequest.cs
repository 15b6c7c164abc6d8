using System;
using System.IO;
using BuildLock.Identity;
using BuildLock.Keys;
using BuildLock.Platform;
using BuildLock.Settings;
using BuildLock.Text;

namespace BuildLock.Engines;

/// <summary>An acquisition's settings, complete, checked and frozen.</summary>
internal sealed class LockRequest
{
    private LockRequest(LockKey key, ILockEngine engine, LockOptions options)
    {
        Key = key;
        Engine = engine;
        Timeout = options.Timeout ?? Setting.DefaultTimeout;
        ExpireAfter = options.ExpireAfter ?? Setting.DefaultExpireAfter;
        MaxHold = options.MaxHold;
        LockDirectory = options.LockDirectory is { } directory ? Path.GetFullPath(directory) : null; // now: the current directory may change
        Scope = options.Scope ?? LockScope.Machine;
        Description = options.Description ?? string.Empty;
        Observer = options.Observer;
        WaitHost = options.WaitHost;

        string owner = Scope == LockScope.User ? UserIdentity.Current : string.Empty;
        string @namespace = options.Namespace ?? string.Empty;
        Namespace = @namespace;
        Id = !key.IsPath ? LockId.Create("key", owner, @namespace, key.Text)
            : LockDirectory is null ? LockId.Create("beside", owner, @namespace, string.Empty)
            : LockId.Create("path", owner, @namespace, key.Text);
    }

    public LockKey Key { get; }

    public LockId Id { get; }

    public ILockEngine Engine { get; }

    public string Namespace { get; }

    public TimeSpan Timeout { get; }

    public TimeSpan ExpireAfter { get; }

    public TimeSpan? MaxHold { get; }

    public string? LockDirectory { get; }

    public LockScope Scope { get; }

    public string Description { get; }

    public ILockObserver? Observer { get; }

    public ILockWaitHost? WaitHost { get; }

    /// <exception cref="LockSettingException">A setting of the call or the environment is not allowed.</exception>
    public static LockRequest Create(LockKey key, LockOptions? options)
    {
        if (key is null)
        {
            throw new ArgumentNullException(nameof(key));
        }

        LockOptions complete = EnvironmentSettings.Complete(options);
        ILockEngine engine = complete.Engine is { } name ? LockEngines.Find(name, Setting.ByCall)
            : key.IsPath || complete.LockDirectory is not null ? LockEngines.DefaultForFolders
            : LockEngines.DefaultForKeys;

        if (complete.LockDirectory is { } unused && !engine.LocksFolders)
        {
            throw new LockSettingException(
                DiagnosticCodes.BadCombination,
                $"LockDirectory '{unused}' has no effect with engine '{engine.Name}', which keeps nothing on disk: others who share the directory, but not this machine's network, would not be excluded.",
                $"Leave Engine out, or use '{LockEngines.DefaultForFolders.Name}'; or leave LockDirectory out.");
        }

        if (key.IsPath && !engine.LocksFolders)
        {
            throw new LockSettingException(
                DiagnosticCodes.BadCombination,
                $"Engine '{engine.Name}' cannot lock '{key}': containers and machines that share it would not see the lock.",
                $"Leave Engine out, or use '{LockEngines.DefaultForFolders.Name}'.");
        }

        if (key.IsPath && complete.LockDirectory is null && MountPoint.IsAt(key.Text))
        {
            throw new LockSettingException(
                DiagnosticCodes.BadCombination,
                $"'{key}' is a mount of its own: who sees it under another path would not see a lock kept beside it.",
                "Lock a folder below it, or set a LockDirectory that all contenders share.");
        }

        return new LockRequest(key, engine, complete);
    }

    /// <summary>Which lock it is, for those who find it without having asked for it. Cut where it could be long: the whole
    /// text has a limit, and the id says it exactly.</summary>
    public (string Name, string Value)[] Names() => new[]
    {
        ("key", Key.Text),
        ("lock", Id.ToString()),
        ("namespace", DisplayText.Cut(Namespace, 128)),
        ("scope", Scope.ToString()),
    };

    /// <summary>This process as the holder of a hold that begins now.</summary>
    public LockHolder NewHolder()
        => new(ProcessIdentity.ForNewHold(), Guid.NewGuid().ToString("N").Substring(0, 8), Description, WallClock.Now) { EnterHash = EntrySecret.PublicHash };
}
