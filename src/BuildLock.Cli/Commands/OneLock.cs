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
        LockOptions complete = EnvironmentSettings.Complete(options);
        if (complete.Engine is not null)
        {
            return [LockRequest.Create(key, options)];
        }

        // An engine without a place on disk has neither a folder's lock nor one in a lock directory.
        bool isOnDisk = key.IsPath || complete.LockDirectory is not null;
        return LockEngines.All.Where(engine => engine.LocksFolders || !isOnDisk).Select(engine =>
        {
            LockOptions one = options.Clone();
            one.Engine = engine.Name;
            return LockRequest.Create(key, one);
        });
    }
}
