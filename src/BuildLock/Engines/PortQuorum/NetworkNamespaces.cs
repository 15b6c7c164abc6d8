using System.Threading;
using BuildLock.Identity;

namespace BuildLock.Engines.PortQuorum;

/// <summary>Ports exclude within one network namespace. Two processes of one machine may be in two.</summary>
internal static class NetworkNamespaces
{
    private static int _reported;

    /// <exception cref="LockEngineException">The holder's ports are in another network namespace: neither would notice the
    /// other's (BL2004).</exception>
    public static void RefuseToShare(LockRequest request, LockHolder holder)
    {
        ProcessIdentity here = ProcessIdentity.Current;
        if (here.NetworkNamespace.Length == 0 || holder.Process.NetworkNamespace.Length == 0
            || holder.Process.Host != here.Host || holder.Process.NetworkNamespace == here.NetworkNamespace)
        {
            return;
        }

        throw new LockEngineException(
            DiagnosticCodes.EngineUnavailable,
            $"Engine 'port-quorum' cannot exclude {holder}, which holds lock '{request.Key}' in another network namespace ({holder.Process.NetworkNamespace}, here {here.NetworkNamespace}): each has ports of its own.",
            "Use Engine 'lockdir' with a LockDirectory that both see, or give both one network.",
            request.Key,
            request.Engine.Name);
    }

    /// <summary>Says once per process that locks of this engine end at the namespace, where that is not the machine's.</summary>
    public static void ReportOnce(LockRequest request)
    {
        if (request.Observer is { } observer && Volatile.Read(ref _reported) == 0 && HostIdentity.HasNetworkOfItsOwn() && Interlocked.Exchange(ref _reported, 1) == 0)
        {
            observer.Report(new LockNetworkLimited(request));
        }
    }
}
