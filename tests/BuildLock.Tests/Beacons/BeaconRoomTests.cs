using System;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;
using BuildLock.Beacons;
using Xunit;

namespace BuildLock.Tests.Beacons;

/// <summary>The queue as waiters see it on the wire.</summary>
public sealed class BeaconRoomTests : IDisposable
{
    private static readonly byte[] Id = Guid.NewGuid().ToByteArray();

    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly BeaconRoom _room = HeldRoom.Of("who\nend\n");

    public BeaconRoomTests()
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        BeaconListener.Serve(_listener, asked => BeaconListener.SameId(asked, Id) ? _room : null);
    }

    private IPEndPoint Endpoint => (IPEndPoint)_listener.LocalEndPoint!;

    public void Dispose() => _listener.Dispose();

    [Fact]
    public void A_waiter_is_told_who_holds_and_its_place()
    {
        using ProtocolPeer waiter = Call(0);

        Assert.Equal("H who\nend\n", waiter.ReadFrame());
        Assert.Equal("Q 0 1", waiter.ReadFrame());
    }

    [Fact]
    public void Who_has_waited_longer_stands_before_whoever_came_earlier()
    {
        using ProtocolPeer shortest = Joined(0, place: 1);
        using ProtocolPeer longest = Joined(3_600_000, place: 1);
        Assert.Equal("Q 0 2", shortest.ReadFrame());

        using ProtocolPeer between = Joined(1_800_000, place: 2);

        Assert.Equal("Q 0 3", shortest.ReadFrame());
    }

    [Fact]
    public void Who_leaves_makes_room_for_those_behind()
    {
        using ProtocolPeer first = Joined(3_600_000, place: 1);
        using ProtocolPeer second = Joined(1_800_000, place: 2);
        using ProtocolPeer third = Joined(0, place: 3);

        first.Dispose();

        Assert.Equal("Q 0 1", second.ReadFrame());
        Assert.Equal("Q 0 2", third.ReadFrame());
    }

    [Theory]
    [InlineData(PreviousOutcome.Released, 1)]
    [InlineData(PreviousOutcome.Expired, 3)]
    public void The_end_is_told_to_all_with_their_turns(PreviousOutcome outcome, int number)
    {
        using ProtocolPeer first = Joined(3_600_000, place: 1);
        using ProtocolPeer second = Joined(1_800_000, place: 2);
        using ProtocolPeer third = Joined(0, place: 3);

        HeldRoom.End(_room, outcome);

        Assert.Equal($"R {number} 0 0", first.ReadFrame());
        Assert.Equal($"R {number} 0 1", second.ReadFrame());
        Assert.Equal($"R {number} 0 2", third.ReadFrame());
        Assert.True(first.IsAtEnd());
        Assert.True(second.IsAtEnd());
        Assert.True(third.IsAtEnd());
    }

    [Fact]
    public void Who_comes_after_the_end_is_told_so_and_may_go_at_once()
    {
        HeldRoom.End(_room, PreviousOutcome.Released);

        using ProtocolPeer late = Call(0);

        Assert.Equal("H who\nend\n", late.ReadFrame());
        Assert.Equal("R 1 0 0", late.ReadFrame());
        Assert.True(late.IsAtEnd());
    }

    [Fact]
    public void Who_asks_for_another_lock_is_told_that_it_is_not_here()
    {
        using var visitor = ProtocolPeer.Call(Endpoint, Guid.NewGuid().ToByteArray(), 0);

        Assert.Equal("U ", visitor.ReadFrame());
        Assert.True(visitor.IsAtEnd());
    }

    [Fact]
    public void The_longest_text_about_a_waiter_is_read()
    {
        using var waiter = ProtocolPeer.Call(Endpoint, Id, 0, textLength: 8192);

        Assert.Equal("H who\nend\n", waiter.ReadFrame());
        Assert.Equal("Q 0 1", waiter.ReadFrame());
    }

    [Fact]
    public void A_waiter_that_claims_to_have_waited_for_ages_is_the_first_and_no_error()
    {
        using ProtocolPeer modest = Joined(0, place: 1);

        using ProtocolPeer boaster = Joined(int.MaxValue, place: 1);

        Assert.Equal("Q 0 2", modest.ReadFrame());
    }

    [Fact]
    public void Visitors_that_say_nothing_or_leave_in_the_middle_stop_nobody()
    {
        using var silent = new TcpClient();
        silent.Connect(Endpoint);
        using (var leaves = new TcpClient())
        {
            leaves.Connect(Endpoint);
            leaves.GetStream().Write(Id);
        }

        using ProtocolPeer waiter = Joined(0, place: 1);
    }

    [Fact]
    public async Task Many_come_and_go_at_once_and_the_places_stay_right()
    {
        await Parallel.ForEachAsync(new int[40], TestContext.Current.CancellationToken, async (_, cancellationToken) =>
        {
            await Task.Yield();
            using ProtocolPeer passer = Call(0);
            passer.ReadFrame();
        });

        // Those before have left, though the room may hear of it only now: the last word is the first place.
        using ProtocolPeer last = Call(0);
        last.ReadFrame();
        string place;
        do
        {
            place = last.ReadFrame();
        }
        while (place != "Q 0 1");
    }

    [Fact]
    public void Who_comes_again_is_not_sent_to_itself()
    {
        using ProtocolPeer first = Newcomer("a");
        Assert.Equal("H who\nend\n", first.ReadFrame());
        Assert.Equal("Q 0 1", first.ReadFrame());
        using (ProtocolPeer gaveUp = Newcomer("b"))
        {
            Assert.Equal("H who\nend\n", gaveUp.ReadFrame());
            Assert.StartsWith("N ", gaveUp.ReadFrame(), StringComparison.Ordinal);
        }

        using ProtocolPeer again = Newcomer("b");

        Assert.Equal("H who\nend\n", again.ReadFrame());
        Assert.Equal("Q 0 2", again.ReadFrame());
    }

    private ProtocolPeer Newcomer(string address)
    {
        string text = $"beacon: {address}\npid: 1\nend\n";
        return ProtocolPeer.Call(Endpoint, Id, 0, text.Length, text);
    }

    private ProtocolPeer Call(int waitedMilliseconds) => ProtocolPeer.Call(Endpoint, Id, waitedMilliseconds);

    private ProtocolPeer Joined(int waitedMilliseconds, int place)
    {
        ProtocolPeer waiter = Call(waitedMilliseconds);
        Assert.Equal("H who\nend\n", waiter.ReadFrame());
        Assert.Equal($"Q 0 {place}", waiter.ReadFrame());
        return waiter;
    }
}
