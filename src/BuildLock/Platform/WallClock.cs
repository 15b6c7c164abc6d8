using System;

namespace BuildLock.Platform;

/// <summary>The time of day, for people and file stamps. It jumps: no deadline and no age that decides anything is taken from it.</summary>
internal static class WallClock
{
#pragma warning disable RS0030 // The one place; everything else that needs time uses MonotonicClock.
    public static DateTimeOffset Now => DateTimeOffset.UtcNow;
#pragma warning restore RS0030
}
