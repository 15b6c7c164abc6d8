using System;
using System.IO;
using BuildLock.Platform;

namespace BuildLock.Engines.State;

/// <summary>How long a place that vanishes under a contender's eyes is looked at again. Somebody may delete it again and again;
/// where that lasts, nothing can be made there at all (/proc says so of every new folder), and to wait would be a riddle.</summary>
internal sealed class VanishingPatience
{
    // Ends before the first word about waiting.
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(800);

    private TimeSpan? _since;

    /// <summary>Whether to look again after this error.</summary>
    public bool IsLeftFor(Exception e)
        => IsVanished(e) && MonotonicClock.Now - (_since ??= MonotonicClock.Now) < Limit;

    /// <summary>The place was there.</summary>
    public void Reset() => _since = null;

    /// <summary>Whether an error says that a file or folder is gone, or was made anew.</summary>
    public static bool IsVanished(Exception e)
        => e is DirectoryNotFoundException or FileNotFoundException || (e is IOException && e.HResult == Posix.StaleHandle);
}
