using System.IO;
using BuildLock.Engines;

namespace BuildLock.Cli.Diagnosis;

/// <summary>Leaves nothing behind of a lock that was taken only to look.</summary>
internal static class TrialState
{
    /// <param name="request">The lock. Nobody else knows it, so nothing can be taken from anybody.</param>
    /// <param name="newRoot">The folder of all locks, where it was not there before.</param>
    public static void Remove(LockRequest request, string? newRoot)
    {
        request.Engine.Inspector.Forget(request);
        try
        {
            if (newRoot is not null && Directory.Exists(newRoot))
            {
                Directory.Delete(newRoot);
            }
        }
        catch (IOException)
        {
            // Not empty: somebody has begun to lock there meanwhile.
        }
    }
}
