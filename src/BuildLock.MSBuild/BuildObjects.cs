using System;
using Microsoft.Build.Framework;

namespace BuildLock.MSBuild;

/// <summary>Objects that MSBuild keeps for the length of a build.</summary>
/// <remarks>One thread at a time, and each reads back what it has registered: with -mt, where several projects start at once in one
/// process, MSBuild 18 loses what is registered while its table is being made (seen in 5 of 24 builds of three projects), and
/// ignores in silence a key that another one has registered meanwhile.</remarks>
internal static class BuildObjects
{
    // The first time may be in vain; more than that was never seen.
    private const int MostTries = 10;

    private static readonly object Gate = new();

    public static object? Find(IBuildEngine engine, string key)
        => ((IBuildEngine4)engine).GetRegisteredTaskObject(key, RegisteredTaskObjectLifetime.Build);

    /// <summary>What is registered under that key, or else what is made now.</summary>
    public static T GetOrAdd<T>(IBuildEngine engine, string key, Func<T> create)
        where T : class
    {
        lock (Gate)
        {
            for (int tries = 0; tries < MostTries; tries++)
            {
                if (Find(engine, key) is T found)
                {
                    return found;
                }

                ((IBuildEngine4)engine).RegisterTaskObject(key, create(), RegisteredTaskObjectLifetime.Build, allowEarlyCollection: false);
            }
        }

        throw new InvalidOperationException($"MSBuild does not keep the object '{key}' for the length of the build.");
    }
}
