using System;

namespace BuildLock.MSBuild;

/// <summary>Says to the other processes of a build that a lock is held to the build's end, since the run that took it has ended well
/// without releasing it. It is a lock itself, of the hold's own name: the kernel frees it with the process, and nobody has to clean up.</summary>
/// <remarks>What else they could know: the holder's description is fixed when the lock is taken, and MSBuild gives the nodes
/// of a build no place that is the build's own.</remarks>
internal static class KeptMark
{
    // Somebody who looks has it for an instant.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(200);

    /// <returns>The mark, or <see langword="null"/> where it cannot be set: then the others wait for their time.</returns>
    public static LockHandle? Set(LockHandle kept)
    {
        try
        {
            return ProcessLock.Acquire(KeyOf(kept.Holder), Options(Patience), System.Threading.CancellationToken.None);
        }
        catch (LockException)
        {
            return null;
        }
    }

    public static bool IsSet(LockHolder holder)
    {
        try
        {
            ProcessLock.Acquire(KeyOf(holder), Options(TimeSpan.Zero)).Release();
            return false;
        }
        catch (LockTimeoutException e)
        {
            return e.Holder?.ProcessId == holder.ProcessId; // and not another one that looks
        }
        catch (LockException)
        {
            return false;
        }
    }

    private static string KeyOf(LockHolder holder) => "kept to the end of the build: hold " + holder.Id;

    private static LockOptions Options(TimeSpan timeout) => new() { Engine = "port-quorum", Namespace = "BuildLock.MSBuild", Scope = LockScope.Machine, Timeout = timeout, Description = "a mark" };
}
