using System;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;
using BuildLock.Conformance.Children;
using BuildLock.Engines;
using BuildLock.Engines.PortQuorum;
using Xunit;

namespace BuildLock.Tests.Engines;

/// <summary>The fact about Linux that the engine port-quorum is built on: two sockets bind one port, and only one listens.</summary>
public sealed class ListenDecidesTests
{
    [Fact]
    public async Task Two_processes_bind_one_port_and_one_can_listen()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Linux decides at Listen, others at Bind.");
        IPEndPoint endpoint = SomeEndpoint();
        await using Child child = await Child.StartAsync();
        Assert.Equal("listening", (await child.AskAsync("listen", ("mode", "bind"), ("endpoints", endpoint.ToString()))).Word);

        using Socket socket = NewSocket();
        socket.Bind(endpoint); // succeeds although the child has bound it: Bind decides nothing
        socket.Listen();

        Line refused = await child.AskAsync("listen-now");
        Assert.Equal("refused", refused.Word);
        Assert.Equal(nameof(SocketError.AddressAlreadyInUse), refused["code"]);
    }

    [Fact]
    public async Task Who_has_only_bound_a_port_does_not_have_it()
    {
        IPEndPoint endpoint = SomeEndpoint();
        await using Child child = await Child.StartAsync();
        await child.AskAsync("listen", ("mode", "silent"), ("endpoints", endpoint.ToString()));

        Assert.Null(ListeningPort.TryListen(endpoint, out PortState state));
        Assert.Equal(PortState.Taken, state);
    }

    [Fact]
    public void A_port_that_was_listened_on_is_free_at_once()
    {
        IPEndPoint endpoint = SomeEndpoint();
        for (int i = 0; i < 200; i++)
        {
            ListeningPort? port = ListeningPort.TryListen(endpoint, out PortState state);
            Assert.True(port is not null, $"Round {i}: {state}");
            port.Answer(() => [1]);
            using Socket visitor = NewSocket();
            visitor.Connect(endpoint);
            Assert.Equal(1, visitor.Receive(new byte[8])); // closed first by this side, which leaves TIME_WAIT behind
            port.Close();
        }
    }

    private static IPEndPoint SomeEndpoint()
        => PortEndpoints.For(LockRequest.Create(LockKey.Named("listen " + Guid.NewGuid()), options: null).Id)[0];

    private static Socket NewSocket() => new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
}
