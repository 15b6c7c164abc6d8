namespace BuildLock.MSBuild;

/// <summary>The lock parameters of a task, as the project wrote them.</summary>
internal sealed class LockParameters
{
    public string? Key { get; init; }

    public string? Folder { get; init; }

    public string? Namespace { get; init; }

    public string? Engine { get; init; }

    public string? Timeout { get; init; }

    public string? OnTimeout { get; init; }

    public string? OnAbandoned { get; init; }

    public string? ExpireAfter { get; init; }

    public string? MaxHold { get; init; }

    public string? LockDirectory { get; init; }

    public string? Scope { get; init; }

    public string? Description { get; init; }

    /// <exception cref="LockSettingException">Both, neither or a bad one of Key and Folder.</exception>
    public LockKey ReadKey(ProjectContext project)
        => LockKey.From(Key, string.IsNullOrEmpty(Folder) ? Folder : project.FullPath(Folder!));

    /// <summary>The options: a parameter wins over the project's property; what both leave open, the core completes.</summary>
    /// <exception cref="LockSettingException">A parameter or property is not allowed.</exception>
    public LockOptions ReadOptions(ProjectContext project)
    {
        var options = new LockOptions();
        Set(options, project, nameof(Namespace), Namespace);
        Set(options, project, nameof(Engine), Engine);
        Set(options, project, nameof(Timeout), Timeout);
        Set(options, project, nameof(ExpireAfter), ExpireAfter);
        Set(options, project, nameof(MaxHold), MaxHold);
        Set(options, project, nameof(LockDirectory), LockDirectory);
        Set(options, project, nameof(Scope), Scope);
        Set(options, project, nameof(Description), Description);
        if (options.LockDirectory is { } directory)
        {
            options.LockDirectory = project.FullPath(directory);
        }

        return options;
    }

    /// <summary>Only what names a lock: a release must not fail for settings of the acquisition.</summary>
    /// <exception cref="LockSettingException">Namespace or Engine is not allowed.</exception>
    public LockOptions ReadNames(ProjectContext project)
    {
        var options = new LockOptions();
        Set(options, project, nameof(Namespace), Namespace);
        Set(options, project, nameof(Engine), Engine);
        return options;
    }

    /// <exception cref="LockSettingException">It is none of the three.</exception>
    public TimeoutAction ReadOnTimeout(ProjectContext project)
    {
        string text = string.IsNullOrEmpty(OnTimeout) ? project.Property(nameof(OnTimeout)) : OnTimeout!;
        return text.Trim().ToUpperInvariant() switch
        {
            "" or "ERROR" => TimeoutAction.Error,
            "WARN" => TimeoutAction.Warn,
            "CONTINUE" => TimeoutAction.Continue,
            _ => throw LockSettingException.ForSetting(nameof(OnTimeout), text, "It takes error, warn or continue."),
        };
    }

    /// <exception cref="LockSettingException">It is none of the three.</exception>
    public AbandonedAction ReadOnAbandoned(ProjectContext project)
    {
        string text = string.IsNullOrEmpty(OnAbandoned) ? project.Property(nameof(OnAbandoned)) : OnAbandoned!;
        return text.Trim().ToUpperInvariant() switch
        {
            "" or "MESSAGE" => AbandonedAction.Message,
            "WARN" => AbandonedAction.Warn,
            "ERROR" => AbandonedAction.Error,
            _ => throw LockSettingException.ForSetting(nameof(OnAbandoned), text, "It takes message, warn or error."),
        };
    }

    private static void Set(LockOptions options, ProjectContext project, string setting, string? parameter)
    {
        if (!string.IsNullOrEmpty(parameter))
        {
            options.Set(setting, parameter!, "task parameter " + setting);
        }
        else if (project.Property(setting) is { Length: > 0 } property)
        {
            options.Set(setting, property, "property ProcessLock" + setting);
        }
    }
}
