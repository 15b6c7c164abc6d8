using System;
using System.Diagnostics;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text;
using BuildLock.Beacons;
using Xunit;

namespace BuildLock.Tests.Beacons;

/// <summary>Who is at an endpoint: a holder, another lock's, a stranger, or nobody any more.</summary>
public sealed class BeaconDialTests : IDisposable
{
    private static readonly byte[] Who = Encoding.UTF8.GetBytes("who\nend\n");

    private readonly HolderByHand _holder = new();

    public void Dispose() => _holder.Dispose();

    [Fact]
    public void A_holder_is_known_by_its_greeting_and_first_frame()
    {
        (BeaconDial dial, ProtocolPeer peer) = _holder.Dialled();
        using (dial)
        using (peer)
        {
            peer.Send("BUILDLOCK/1\n");
            peer.SendFrame('H', Who);

            Assert.Equal(DialState.Holder, HolderByHand.Follow(dial));
            Assert.Equal("who\nend\n", dial.HolderText);
        }
    }

    [Fact]
    public void It_says_hello_once_it_is_greeted()
    {
        (BeaconDial dial, ProtocolPeer peer) = _holder.Dialled();
        using (dial)
        using (peer)
        {
            peer.Send("BUILDLOCK/1\n");
            Assert.True(dial.Socket.Poll(TimeSpan.FromSeconds(30), SelectMode.SelectRead));
            dial.Step();

            Assert.Equal(new byte[24], peer.Read(24));
            Assert.Equal([0, 11], peer.Read(2));
            Assert.Equal("pid: 1\nend\n", peer.ReadText(11));
        }
    }

    [Fact]
    public void A_holder_that_speaks_byte_by_byte_is_understood()
    {
        (BeaconDial dial, ProtocolPeer peer) = _holder.Dialled();
        using (dial)
        using (peer)
        {
            foreach (byte b in Encoding.UTF8.GetBytes("BUILDLOCK/1\nH\0\bwho\nend\n"))
            {
                peer.Send([b]);
                Assert.True(dial.Socket.Poll(TimeSpan.FromSeconds(30), SelectMode.SelectRead));
                dial.Step();
            }

            Assert.Equal(DialState.Holder, dial.State);
        }
    }

    [Theory]
    [InlineData("BUILDLOCK/2\n")]
    [InlineData("BUILDLOCK/1.10 shared\n")]
    public void A_holder_of_a_later_version_is_one(string greeting)
        => Assert.Equal(DialState.Holder, After(peer =>
        {
            peer.Send(greeting);
            peer.SendFrame('H', Who);
        }));

    [Fact]
    public void BuildLock_without_this_lock_is_no_stranger()
        => Assert.Equal(DialState.OtherLock, After(peer =>
        {
            peer.Send("BUILDLOCK/1\n");
            peer.SendFrame('U', []);
        }));

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.6\r\n")]
    [InlineData("\n")]
    [InlineData("BUILDKIT/1\n")]
    [InlineData("B\0")]
    public void A_program_that_answers_otherwise_is_a_stranger(string answer)
    {
        (BeaconDial dial, ProtocolPeer peer) = _holder.Dialled();
        using (dial)
        using (peer)
        {
            peer.Send(answer);

            Assert.Equal(DialState.Stranger, HolderByHand.Follow(dial));
            Assert.Equal("answers, but is no BuildLock", dial.Behaviour);
        }
    }

    [Fact]
    public void A_greeting_without_an_end_is_a_strangers()
    {
        (BeaconDial dial, ProtocolPeer peer) = _holder.Dialled();
        using (dial)
        using (peer)
        {
            peer.Send("BUILDLOCK/" + new string('1', 40));

            Assert.Equal(DialState.Stranger, HolderByHand.Follow(dial));
            Assert.Equal("answers, but is no BuildLock", dial.Behaviour);
        }
    }

    [Fact]
    public void Half_a_greeting_decides_nothing_yet()
    {
        (BeaconDial dial, ProtocolPeer peer) = _holder.Dialled();
        using (dial)
        using (peer)
        {
            peer.Send("BUILD");
            Assert.True(dial.Socket.Poll(TimeSpan.FromSeconds(30), SelectMode.SelectRead));
            dial.Step();

            Assert.Equal(DialState.Calling, dial.State);
        }
    }

    /// <summary>A holder that lets go while it is called is nobody any more: not a stranger, and not to be waited for.</summary>
    [Theory]
    [InlineData("BUILD")]
    [InlineData("BUILDLOCK/1\n")]
    [InlineData("BUILDLOCK/1\nH")]
    public void Who_closes_before_it_has_said_who_it_is_is_gone(string said)
        => Assert.Equal(DialState.Gone, After(peer =>
        {
            peer.Send(said);
            peer.Dispose();
        }));

    // A port that is let go before anybody accepted is reset, so an orderly end without a word is somebody else's doing.
    [Fact]
    public void Who_closes_without_a_word_is_a_stranger()
        => Assert.Equal(DialState.Stranger, After(peer => peer.Dispose()));

    [Fact]
    public void Where_nobody_listens_nobody_is()
    {
        IPEndPoint endpoint = _holder.Endpoint;
        _holder.Dispose();

        using var dial = new BeaconDial(endpoint, []);

        Assert.Equal(DialState.Gone, HolderByHand.Follow(dial));
    }

    [Fact]
    public void A_look_gives_a_silent_program_half_a_second_and_calls_it_a_stranger()
    {
        using var place = new QueuePlace();
        var watch = Stopwatch.StartNew();

        BeaconLook look = BeaconClient.Look([_holder.Endpoint], new byte[16], place);

        Assert.Null(look.Watch);
        Assert.Equal("does not answer", Assert.Single(look.Strangers).Behaviour);
        Assert.Equal(_holder.Endpoint, look.Strangers[0].Endpoint);
        Assert.InRange(watch.Elapsed, TimeSpan.FromMilliseconds(450), TimeSpan.FromSeconds(20));
        Assert.True(place.HasMetSilence);
    }

    [Fact]
    public void Looks_after_a_silent_one_are_shorter()
    {
        using var place = new QueuePlace { HasMetSilence = true };
        long shortest = Enumerable.Range(0, 5).Min(_ =>
        {
            var watch = Stopwatch.StartNew();
            Assert.Single(BeaconClient.Look([_holder.Endpoint], new byte[16], place).Strangers);
            return watch.ElapsedMilliseconds;
        });

        Assert.InRange(shortest, 150, 450); // of five, since a busy machine may be late
    }

    [Fact]
    public void A_look_at_nobody_finds_neither_holder_nor_stranger_and_waits_for_nothing()
    {
        IPEndPoint endpoint = _holder.Endpoint;
        _holder.Dispose();

        BeaconLook look = BeaconClient.Look([endpoint, endpoint], new byte[16], new QueuePlace());

        Assert.Null(look.Watch);
        Assert.Empty(look.Strangers);
    }

    private DialState After(Action<ProtocolPeer> act)
    {
        (BeaconDial dial, ProtocolPeer peer) = _holder.Dialled();
        using (dial)
        using (peer)
        {
            act(peer);
            return HolderByHand.Follow(dial);
        }
    }
}
