using System.Collections.Generic;
using System.Net;
using System.Text;
using BuildLock.Keys;
using BuildLock.Platform;

namespace BuildLock.Engines.PortQuorum;

/// <summary>
/// The frozen function from a lock's id to its three endpoints. Versions and runtimes must agree on it for ever: the test
/// vectors in <c>PortEndpointsTests</c> never change.
/// </summary>
/// <remarks>
/// The endpoints are drawn independently, not as neighbours: with neighbours two keys collide as soon as their first
/// ports are close, with independent ones only when two of three coincide. Where all of 127.0.0.0/8 is this machine
/// (Linux, Windows) the address is drawn too, which makes even that nil; macOS has 127.0.0.1 alone.
/// </remarks>
internal static class PortEndpoints
{
    public const int Count = 3;

    /// <summary>How many of them are the lock.</summary>
    public const int Quorum = 2;

    // Below every ephemeral range (Linux from 32768, Windows and macOS from 49152), above where most services live.
    private const int FirstPort = 10240;
    private const int EndPort = 30000;

    // Famous services inside that range: holding such a port on one address would keep the service from taking it on all.
    private static readonly HashSet<int> Reserved = new()
    {
        10250, 10255, 10256, 10257, 10259, 10443, 11211, 11214, 11215, 11434, 12345, 13000, 14250, 14268, 15671, 15672,
        16379, 16443, 16686, 17500, 18080, 18089, 19132, 19999, 20000, 24224, 24800, 25565, 25575, 25672, 26257, 26379,
        27015, 27016, 27017, 27018, 27019, 28015, 28017, 29092, 29418, 29999,
    };

    private static readonly bool AllLoopbackAddresses = OperatingSystemKind.IsLinux || OperatingSystemKind.IsWindows;

    public static bool IsInRange(int port) => port is >= FirstPort and < EndPort;

    /// <summary>Whether the function could draw it, so that a listener there may be a holder.</summary>
    public static bool MayBe(IPEndPoint endpoint)
    {
        byte[] address = endpoint.Address.GetAddressBytes();
        return IsInRange(endpoint.Port)
            && (AllLoopbackAddresses ? address.Length == 4 && address[0] == 127 && address[1] == 83 : IPAddress.Loopback.Equals(endpoint.Address));
    }

    public static IPEndPoint[] For(LockId id) => For(id, AllLoopbackAddresses);

    internal static IPEndPoint[] For(LockId id, bool allLoopbackAddresses)
    {
        var endpoints = new IPEndPoint[Count];
        int count = 0;
        for (int block = 0; ; block++)
        {
            // Ends: a draw is good with a chance of about 0.3, independently, and there are eight in a block.
            byte[] bytes = Sha256.Hash(Encoding.ASCII.GetBytes($"buildlock-ports-1 {id} {block}"));
            for (int i = 0; i + 3 < bytes.Length; i += 4)
            {
                int port = (bytes[i + 2] << 8) | bytes[i + 3];
                bool edgeAddress = bytes[i + 1] is 0 or 255; // looks like a network or broadcast address
                if (port < FirstPort || port >= EndPort || edgeAddress || Reserved.Contains(port) || IsDrawn(endpoints, count, port))
                {
                    continue;
                }

                IPAddress address = allLoopbackAddresses ? new IPAddress(new byte[] { 127, 83, bytes[i], bytes[i + 1] }) : IPAddress.Loopback;
                endpoints[count++] = new IPEndPoint(address, port);
                if (count == Count)
                {
                    return endpoints;
                }
            }
        }
    }

    // Three different ports: a program that listens on every address must not block two of them at once.
    private static bool IsDrawn(IPEndPoint[] endpoints, int count, int port)
    {
        for (int i = 0; i < count; i++)
        {
            if (endpoints[i].Port == port)
            {
                return true;
            }
        }

        return false;
    }
}
