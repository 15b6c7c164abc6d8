using System;
using System.IO;
using System.Linq;
using BuildLock.Platform;

namespace BuildLock.Queueing;

/// <summary>Takes away queues that nobody stands in. Each new key leaves one behind, until the machine starts anew.</summary>
/// <remarks>Under both locks of the queue, so that nobody holds or waits. Who opens its files just then, and finds them gone, contends
/// without a queue that once: the engine excludes all the same. What is lost is the record of the last hold.</remarks>
internal static class QueueCleaner
{
    private const int MostQueues = 100_000;

    /// <param name="untouched">How long ago the last hold began, at least.</param>
    /// <returns>How many were removed.</returns>
    public static int Clean(TimeSpan untouched)
    {
        try
        {
            using DirectoryHandle? root = QueueRoot.TryFind();
            return root?.FirstNames(MostQueues).Count(name => TryRemove(root, name, untouched)) ?? 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return 0; // another user's, or not there: nothing of it is in the way
        }
    }

    private static bool TryRemove(DirectoryHandle root, string name, TimeSpan untouched)
    {
        try
        {
            using DirectoryHandle? folder = root.TryOpenDirectory(name);
            return folder is not null && IsUnused(folder, untouched) && QueueFolder.DeleteFiles(folder) && root.TryDeleteDirectory(name);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static bool IsUnused(DirectoryHandle folder, TimeSpan untouched)
    {
        using FileHandle? turnstile = folder.TryOpenFile(QueueFolder.TurnstileName, FileAccess.Read);
        using FileHandle? gate = folder.TryOpenFile(QueueFolder.GateName, FileAccess.Read);
        return (turnstile?.TryLock() ?? true) && (gate?.TryLock() ?? true)
            && WallClock.Now.UtcDateTime - (gate?.Status() ?? folder.Status()).Modified >= untouched;
    }
}
