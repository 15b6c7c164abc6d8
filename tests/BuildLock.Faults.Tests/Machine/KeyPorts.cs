using System.Net;
using BuildLock.Engines;
using BuildLock.Engines.PortQuorum;

namespace BuildLock.Faults.Tests.Machine;

/// <summary>The three ports that are a key's lock.</summary>
internal static class KeyPorts
{
    public static IPEndPoint[] Of(string key)
        => PortEndpoints.For(LockRequest.Create(LockKey.Named(key), new LockOptions { Engine = "port-quorum" }).Id);
}
