using System.IO;
using BuildLock.Engines;
using BuildLock.Queueing;

namespace BuildLock.Benchmarks.Locks;

/// <summary>The files of a lock's queue. They stay in memory until the machine restarts, and a run takes tens of thousands of locks.</summary>
internal static class QueueFiles
{
    /// <summary>Takes them away. Only for a key that nobody uses any more.</summary>
    /// <returns>Whether there were any.</returns>
    public static bool Remove(string key, LockOptions options)
    {
        string folder = Path.Combine(QueueRoot.FullPath, QueueAddresses.Of(LockRequest.Create(LockKey.Named(key), options)).Name);
        if (!Directory.Exists(folder))
        {
            return false;
        }

        Directory.Delete(folder, recursive: true);
        return true;
    }
}
