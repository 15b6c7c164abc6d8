using System;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace BuildLock.Faults.Tests.Machine;

/// <summary>Somebody's connection to somewhere, whose own end the system has put on a port that the test chooses. By system
/// calls, since sockets of .NET carry SO_REUSEADDR, which lets others listen there. Linux only.</summary>
internal sealed class OutgoingConnection : IDisposable
{
    private const int InterNetwork = 2;
    private const int StreamCloseOnExec = 1 | 0x80000;

    private readonly Socket _server = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly int _descriptor;

    public OutgoingConnection(IPEndPoint from)
    {
        _server.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _server.Listen();
        byte[] own = Address(from);
        byte[] other = Address((IPEndPoint)_server.LocalEndPoint!);
        _descriptor = socket(InterNetwork, StreamCloseOnExec, 0);
        if (_descriptor < 0 || bind(_descriptor, own, own.Length) != 0 || connect(_descriptor, other, other.Length) != 0)
        {
            throw new InvalidOperationException($"Could not connect from {from}.");
        }
    }

    public void Dispose()
    {
        _ = close(_descriptor);
        _server.Dispose();
    }

    // struct sockaddr_in: family, port and address in network order, padding
    private static byte[] Address(IPEndPoint endpoint)
    {
        byte[] address = new byte[16];
        address[0] = InterNetwork;
        address[2] = (byte)(endpoint.Port >> 8);
        address[3] = (byte)endpoint.Port;
        endpoint.Address.GetAddressBytes().CopyTo(address, 4);
        return address;
    }

    [DllImport("libc")]
    private static extern int socket(int domain, int type, int protocol);

    [DllImport("libc")]
    private static extern int bind(int descriptor, byte[] address, int length);

    [DllImport("libc")]
    private static extern int connect(int descriptor, byte[] address, int length);

    [DllImport("libc")]
    private static extern int close(int descriptor);
}
