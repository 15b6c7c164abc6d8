using System;
using BuildLock.Engines;

namespace BuildLock.Settings;

/// <summary>Fills what a call left open from the <c>BUILDLOCK_…</c> variables.</summary>
internal static class EnvironmentSettings
{
    private static readonly (string Setting, string Variable, Func<LockOptions, bool> IsSet)[] Variables =
    {
        ("Namespace", "BUILDLOCK_NAMESPACE", o => o.Namespace is not null),
        ("Engine", "BUILDLOCK_ENGINE", o => o.Engine is not null),
        ("Timeout", "BUILDLOCK_TIMEOUT", o => o.Timeout is not null),
        ("ExpireAfter", "BUILDLOCK_EXPIRE_AFTER", o => o.ExpireAfter is not null),
        ("MaxHold", "BUILDLOCK_MAX_HOLD", o => o.MaxHold is not null),
        ("LockDirectory", "BUILDLOCK_LOCK_DIRECTORY", o => o.LockDirectory is not null),
        ("Scope", "BUILDLOCK_SCOPE", o => o.Scope is not null),
        ("Description", "BUILDLOCK_DESCRIPTION", o => o.Description is not null),
    };

    /// <returns>A copy of the options with the environment's values where the call gave none.</returns>
    /// <exception cref="LockSettingException">A variable that would count holds nonsense.</exception>
    public static LockOptions Complete(LockOptions? options)
    {
        LockOptions complete = options?.Clone() ?? new LockOptions();

        // The variable is where engines that keep state on disk keep it. A call that names another kind of engine does not ask.
        bool hasNoDirectory = complete.Engine is { } engine && !LockEngines.Find(engine, Setting.ByCall).LocksFolders;
        foreach ((string setting, string variable, Func<LockOptions, bool> isSet) in Variables)
        {
            // An empty variable counts as unset: that is how scripts and CI systems switch one off.
            if (!isSet(complete) && !(hasNoDirectory && setting == nameof(LockOptions.LockDirectory)) && Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text)
            {
                complete.Set(setting, text, "environment variable " + variable);
            }
        }

        return complete;
    }
}
