using System;
using System.Net;
using System.Net.Sockets;
using BuildLock.Beacons;

namespace BuildLock.Tests.Beacons;

/// <summary>An endpoint where the test itself plays the program that has it.</summary>
internal sealed class HolderByHand : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public HolderByHand() => _listener.Start();

    public IPEndPoint Endpoint => (IPEndPoint)_listener.LocalEndpoint;

    public ProtocolPeer Accept() => new(_listener.AcceptTcpClient());

    /// <summary>A call of the product's, with the test's end of it.</summary>
    public (BeaconDial Dial, ProtocolPeer Peer) Dialled()
    {
        var dial = new BeaconDial(Endpoint, BeaconProtocol.Hello(new byte[16], TimeSpan.Zero, "pid: 1\nend\n"));
        return (dial, Accept());
    }

    /// <summary>Lets the dial read what the peer sent, until it has made up its mind.</summary>
    public static DialState Follow(BeaconDial dial)
    {
        // Each turn consumes what has come; the other end has sent all it will, so this ends, or the test's patience does.
        for (int turn = 0; turn < 100 && dial.State == DialState.Calling && dial.Socket.Poll(TimeSpan.FromSeconds(1), SelectMode.SelectRead); turn++)
        {
            dial.Step();
        }

        return dial.State;
    }

    public void Dispose() => _listener.Dispose();
}
