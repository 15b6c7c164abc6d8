using System;
using System.IO;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using BuildLock.Beacons;
using BuildLock.Identity;
using Xunit;

namespace BuildLock.Tests.Beacons;

/// <summary>A newcomer's way to the end of the queue, past a holder and waiters that the test plays.</summary>
public sealed class QueueSearchTests : IDisposable
{
    private readonly HolderByHand _other = new();
    private readonly QueuePlace _place = new();
    private readonly ManualResetEventSlim _ended = new();
    private int _greeted;

    public void Dispose()
    {
        _ended.Set();
        _place.Dispose();
        _other.Dispose();
    }

    /// <summary>Each of whom answers in time, but only just: together they would keep it from its deadline.</summary>
    [Fact]
    public void Slow_waiters_that_send_it_round_in_a_circle_do_not_keep_it()
    {
        Play(peer =>
        {
            _ended.Wait(TimeSpan.FromMilliseconds(100), CancellationToken.None); // that slow it is
            peer.SendFrame('P', Encoding.UTF8.GetBytes(HolderText.Write(SampleHolder.Create())));
            peer.SendFrame('N', Encoding.UTF8.GetBytes($"{_other.Endpoint}/{Guid.NewGuid():N}"));
        });

        using BeaconWatch? watch = BeaconClient.Look([_other.Endpoint], new byte[16], _place).Watch;

        Assert.True(watch?.Wait(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        Assert.InRange(Volatile.Read(ref _greeted), 1, 20);
    }

    [Fact]
    public void Who_gave_up_on_a_slow_holder_is_no_newcomer_any_more()
    {
        Play(_ => { });

        Assert.Null(BeaconClient.Look([_other.Endpoint], new byte[16], _place).Watch);

        Assert.True(_place.HasQueued);
    }

    // Greets all who call, and hears them out. On threads: the pool's may be late, and the caller has no patience.
    private void Play(Action<ProtocolPeer> conversation) => new Thread(() =>
    {
        try
        {
            while (true)
            {
                ProtocolPeer peer = _other.Accept();
                peer.Send("BUILDLOCK/1\n");
                new Thread(() => Converse(peer, conversation)) { IsBackground = true }.Start();
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or IOException)
        {
            // The test has ended.
        }
    })
    { IsBackground = true }.Start();

    private void Converse(ProtocolPeer peer, Action<ProtocolPeer> conversation)
    {
        using (peer)
        {
            try
            {
                byte[] hello = peer.Read(26);
                peer.Read((hello[24] << 8) | hello[25]);
                Interlocked.Increment(ref _greeted);
                conversation(peer);
                peer.IsAtEnd();
            }
            catch (IOException)
            {
                // The caller has given up.
            }
        }
    }
}
