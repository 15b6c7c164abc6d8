using System;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;
using BuildLock.Beacons;
using BuildLock.Identity;
using Xunit;

namespace BuildLock.Tests.Beacons;

/// <summary>Looks at a hold, as told from the waiters that stand in its line.</summary>
public sealed class BeaconVisitTests : IDisposable
{
    private static readonly byte[] Id = Guid.NewGuid().ToByteArray();
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly BeaconRoom _room = HeldRoom.Of("id: cafe\nend\n");

    public BeaconVisitTests()
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
    }

    private IPEndPoint Endpoint => (IPEndPoint)_listener.LocalEndPoint!;

    public void Dispose() => _listener.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_look_learns_holder_and_waiters_and_moves_nobody(bool knowsTheLock)
    {
        Serve();
        using ProtocolPeer waiter = Waiter(60_000, "pid: 42\nend\n");
        using BeaconVisit visit = Visit(knowsTheLock ? Id : BeaconProtocol.Anybody);

        Assert.True(visit.HasEnded);
        Assert.Equal("cafe", visit.Holder!["id"]);
        Assert.Equal(("1", "1", "42"), (Assert.Single(visit.Waiters)["place"], visit.Waiters[0]["of"], visit.Waiters[0]["pid"]));
        Assert.InRange(int.Parse(visit.Waiters[0]["waited"]), 60_000, 90_000);

        // Nobody else stands in the line: the next one is second.
        using ProtocolPeer second = Waiter(0, "end\n");
        Assert.Equal(2, Visit(Id).Waiters.Count);
    }

    [Fact]
    public void Another_lock_is_not_shown()
    {
        Serve();
        using BeaconVisit visit = Visit(Guid.NewGuid().ToByteArray());
        Assert.True(visit.HasEnded);
        Assert.Null(visit.Holder);
    }

    [Fact]
    public void A_hold_that_has_ended_has_no_holder()
    {
        Serve();
        HeldRoom.End(_room, PreviousOutcome.Released);
        using BeaconVisit visit = Visit(Id);
        Assert.Null(visit.Holder);
    }

    [Fact]
    public async Task A_stranger_is_no_holder()
    {
        Task<Socket> accepted = _listener.AcceptAsync(TestContext.Current.CancellationToken).AsTask();
        using var visit = new BeaconVisit(Endpoint, Id);
        using Socket stranger = await accepted;
        stranger.Send("HTTP/1.1 400 Bad Request\r\n\r\n"u8);
        BeaconCensus.Run([visit], Patience, _ => false);

        Assert.True(visit.HasEnded);
        Assert.Null(visit.Holder);
    }

    [Fact]
    public async Task Who_never_ends_is_no_holder_and_fills_no_memory()
    {
        Task<Socket> accepted = _listener.AcceptAsync(TestContext.Current.CancellationToken).AsTask();
        var visit = new BeaconVisit(Endpoint, Id);
        using Socket chatterbox = await accepted;
        chatterbox.Send("BUILDLOCK/1\n"u8);
        Task<bool> chatter = Task.Run(
            () =>
            {
                chatterbox.SendTimeout = 30_000;
                for (int i = 0; i < 1_000; i++)
                {
                    chatterbox.Send(new byte[65_536], SocketFlags.None, out SocketError error);
                    if (error != SocketError.Success)
                    {
                        return true;
                    }
                }

                return false;
            },
            TestContext.Current.CancellationToken);
        BeaconCensus.Run([visit], Patience, _ => false);
        visit.Dispose();

        Assert.True(visit.HasEnded);
        Assert.Null(visit.Holder);
        Assert.True(await chatter, "64 MB were taken in.");
    }

    [Fact]
    public void Who_says_nothing_is_waited_for_as_long_as_patience_lasts()
    {
        using var visit = new BeaconVisit(Endpoint, Id);
        BeaconCensus.Run([visit], TimeSpan.FromMilliseconds(20), _ => false);
        Assert.False(visit.HasEnded);
        BeaconCensus.Run([visit], TimeSpan.FromDays(1), _ => true); // needless: not waited for at all
    }

    [Fact]
    public void A_long_line_is_told_in_part_and_counted_whole()
    {
        Serve();
        var waiters = new ProtocolPeer[60];
        for (int i = 0; i < waiters.Length; i++)
        {
            waiters[i] = Waiter(0, HolderText.OfWaiter(string.Empty, isNewcomer: true));
        }

        using BeaconVisit visit = Visit(Id);
        Assert.Equal(50, visit.Waiters.Count);
        Assert.Equal("60", visit.Waiters[49]["of"]);
        Array.ForEach(waiters, waiter => waiter.Dispose());
    }

    private void Serve() => BeaconListener.Serve(_listener, asked => BeaconListener.IsFor(asked, Id) ? _room : null);

    private BeaconVisit Visit(byte[] id)
    {
        var visit = new BeaconVisit(Endpoint, id);
        BeaconCensus.Run([visit], Patience, _ => false);
        return visit;
    }

    // A waiter that the holder has answered, so that it is in the line.
    private ProtocolPeer Waiter(int waitedMilliseconds, string text)
    {
        ProtocolPeer waiter = ProtocolPeer.Call(Endpoint, Id, waitedMilliseconds, System.Text.Encoding.UTF8.GetByteCount(text), text);
        Assert.StartsWith("H id: cafe", waiter.ReadFrame(), StringComparison.Ordinal);
        return waiter;
    }
}
