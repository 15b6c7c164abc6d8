using System;
using System.Net;
using System.Runtime.InteropServices;

namespace BuildLock.Tests.Engines;

/// <summary>A port in use by a socket that does not listen and lets nobody else bind, as that of an outgoing connection.
/// By system calls, since every socket of .NET carries SO_REUSEADDR. Linux only.</summary>
internal sealed class UsedPort : IDisposable
{
    private const int InterNetwork = 2;
    private const int StreamCloseOnExec = 1 | 0x80000;

    private readonly int _descriptor;

    public UsedPort(IPEndPoint endpoint)
    {
        byte[] address = new byte[16]; // struct sockaddr_in: family, port and address in network order, padding
        address[0] = InterNetwork;
        address[2] = (byte)(endpoint.Port >> 8);
        address[3] = (byte)endpoint.Port;
        endpoint.Address.GetAddressBytes().CopyTo(address, 4);

        _descriptor = socket(InterNetwork, StreamCloseOnExec, 0);
        if (_descriptor < 0 || bind(_descriptor, address, address.Length) != 0)
        {
            throw new InvalidOperationException($"Could not use {endpoint}.");
        }
    }

    public void Dispose() => _ = close(_descriptor);

    [DllImport("libc")]
    private static extern int socket(int domain, int type, int protocol);

    [DllImport("libc")]
    private static extern int bind(int descriptor, byte[] address, int length);

    [DllImport("libc")]
    private static extern int close(int descriptor);
}
