using System.IO;
using BuildLock.Engines;
using BuildLock.Queueing;

namespace BuildLock.Faults.Tests.Hostile;

/// <summary>Where the queue of a lock lies, for tests that read or spoil it.</summary>
internal static class QueuePlace
{
    public static string Of(string key, LockOptions options)
        => Path.Combine(QueueRoot.FullPath, QueueAddresses.Of(LockRequest.Create(LockKey.Named(key), options)).Name);
}
