using System;
using BuildLock.Engines;
using BuildLock.Engines.PortQuorum;

namespace BuildLock.Waiting;

/// <summary>A lock taken and given back that shuts nobody out.</summary>
/// <remarks>A process's first lock takes some ten milliseconds more than each later one: the run time compiles what it runs for
/// the first time and loads the library for sockets. Who knows before that a lock will be wanted can have that done meanwhile.</remarks>
internal static class Rehearsal
{
    public static void Perform()
    {
        try
        {
            var request = LockRequest.Create(LockKey.Named(nameof(Rehearsal)), new LockOptions { Engine = "port-quorum" });
            using var contender = PortQuorumContender.OfNothing(request);
            if (contender.Try(isLast: false).Hold is { } hold)
            {
                new LockHandle(request, hold, TimeSpan.Zero).Release();
            }
        }
#pragma warning disable RCS1075, CA1031 // Whatever it is, the first real lock says it; on a thread of the pool it would end the process.
        catch (Exception)
        {
        }
#pragma warning restore RCS1075, CA1031
    }
}
