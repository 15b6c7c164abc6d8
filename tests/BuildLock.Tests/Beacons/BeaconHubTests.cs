using System;
using System.Net;
using BuildLock.Beacons;
using Xunit;

namespace BuildLock.Tests.Beacons;

public sealed class BeaconHubTests
{
    [Fact]
    public void A_room_is_found_by_the_address_that_opening_gave()
    {
        var id = Guid.NewGuid();
        string address = BeaconHub.Open(id, HeldRoom.Of("who\nend\n"));
        try
        {
            Assert.True(BeaconHub.TryParse(address, out IPEndPoint endpoint, out Guid parsed));
            Assert.Equal(id, parsed);
            using var waiter = ProtocolPeer.Call(endpoint, id.ToByteArray(), 0);
            Assert.Equal("H who\nend\n", waiter.ReadFrame());
        }
        finally
        {
            BeaconHub.Close(id);
        }
    }

    [Fact]
    public void Rooms_of_one_process_share_a_socket()
    {
        var id = Guid.NewGuid();
        var other = Guid.NewGuid();
        string address = BeaconHub.Open(id, HeldRoom.Of("who"));
        string otherAddress = BeaconHub.Open(other, HeldRoom.Of("other"));
        try
        {
            Assert.True(BeaconHub.TryParse(address, out IPEndPoint endpoint, out _));
            Assert.True(BeaconHub.TryParse(otherAddress, out IPEndPoint otherEndpoint, out _));
            Assert.Equal(endpoint, otherEndpoint);
            using var waiter = ProtocolPeer.Call(endpoint, other.ToByteArray(), 0);
            Assert.Equal("H other", waiter.ReadFrame());
        }
        finally
        {
            BeaconHub.Close(id);
            BeaconHub.Close(other);
        }
    }

    /// <summary>For a moment, and no more than some: what other tests close meanwhile may push one out. Not each time.</summary>
    [Fact]
    public void A_closed_room_stays_for_those_on_their_way()
    {
        bool found = false;
        for (int i = 0; i < 100 && !found; i++)
        {
            var id = Guid.NewGuid();
            string address = BeaconHub.Open(id, HeldRoom.Of("who"));
            BeaconHub.Close(id);
            Assert.True(BeaconHub.TryParse(address, out IPEndPoint endpoint, out _));
            using var late = ProtocolPeer.Call(endpoint, id.ToByteArray(), 0);
            found = late.ReadFrame() == "H who";
        }

        Assert.True(found);
    }

    [Fact]
    public void A_room_that_was_never_here_or_is_closed_for_long_is_not_found()
    {
        var id = Guid.NewGuid();
        string address = BeaconHub.Open(id, HeldRoom.Of("who"));
        BeaconHub.Close(id);
        for (int i = 0; i < 100; i++)
        {
            BeaconHub.Close(Guid.NewGuid()); // more than it remembers
        }

        Assert.True(BeaconHub.TryParse(address, out IPEndPoint endpoint, out _));
        using var late = ProtocolPeer.Call(endpoint, id.ToByteArray(), 0);
        Assert.Equal("U ", late.ReadFrame());
    }

    [Theory]
    [InlineData("")]
    [InlineData("127.0.0.1:4000")]
    [InlineData("127.0.0.1/0123456789abcdef0123456789abcdef")]
    [InlineData("10.0.0.1:4000/0123456789abcdef0123456789abcdef")]
    [InlineData("127.0.0.1:99999/0123456789abcdef0123456789abcdef")]
    [InlineData("127.0.0.1:-1/0123456789abcdef0123456789abcdef")]
    [InlineData("127.0.0.1:4000/room")]
    [InlineData("localhost:4000/0123456789abcdef0123456789abcdef")]
    [InlineData("/:")]
    public void Nobody_is_called_where_no_holder_of_this_machine_can_be(string address)
        => Assert.False(BeaconHub.TryParse(address, out _, out _));
}
