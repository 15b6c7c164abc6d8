using System.Collections.Generic;
using System.Linq;
using BuildLock.Engines;
using BuildLock.Engines.Inspection;
using BuildLock.Settings;

namespace BuildLock.Cli.Commands;

/// <summary>Looks at the lock that arguments name.</summary>
internal static class OneLock
{
    public static bool IsTaken(LockSight sight) => sight.State is SightState.Held or SightState.Silent or SightState.Mute;

    /// <summary>In the engine that is asked for, or in every one that could have it.</summary>
    public static IReadOnlyList<LockSight> Look(LockKey key, LockOptions options)
        => Requests(key, options).Select(request => request.Engine.Inspector.Find(request)).ToList();

    /// <summary>The lock in the engine that is asked for, or in each.</summary>
    public static IEnumerable<LockRequest> Requests(LockKey key, LockOptions options)
    {
        if (EnvironmentSettings.Complete(options).Engine is not null)
        {
            return [LockRequest.Create(key, options)];
        }

        return LockEngines.All.Where(engine => engine.LocksFolders || !key.IsPath).Select(engine =>
        {
            LockOptions one = options.Clone();
            one.Engine = engine.Name;
            return LockRequest.Create(key, one);
        });
    }
}
