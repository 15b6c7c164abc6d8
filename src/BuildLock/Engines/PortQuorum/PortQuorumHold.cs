using System;
using System.Globalization;
using System.IO;
using System.Net.Sockets;
using BuildLock.Beacons;
using BuildLock.Identity;
using BuildLock.Platform;

namespace BuildLock.Engines.PortQuorum;

/// <summary>Two listening sockets. They are the lock, and they answer those who ask who has it.</summary>
#pragma warning disable CA1001 // Release is what disposes a hold.
internal sealed class PortQuorumHold : ILockHold
#pragma warning restore CA1001
{
    private readonly LockRequest _request;
    private readonly Socket[] _quorum;
    private readonly BeaconRoom _room;
    private volatile bool _released;

    public PortQuorumHold(LockRequest request, Socket[] quorum, PreviousHold previous, BeaconRoom room, bool isQueueless)
    {
        _request = request;
        _quorum = quorum;
        Holder = request.NewHolder();
        FencingToken = FencingClock.Next(after: previous.FencingToken);
        PreviousOutcome = previous.Outcome;
        PreviousHolder = previous.Holder;
        _room = room;
        _room.Begin(request.Site, () => HolderText.Write(
            Holder,
            [.. request.Names(), ("token", FencingToken.ToString(CultureInfo.InvariantCulture))]));

        if (isQueueless)
        {
            Answer(); // others were in the way, and may be again, and there is no queue that they could join elsewhere
        }
        else
        {
            LateAnswers.Add(this);
        }
    }

    /// <summary>When, by the monotonic clock.</summary>
    public TimeSpan Began { get; } = MonotonicClock.Now;

    public LockHolder Holder { get; }

    public long FencingToken { get; }

    public PreviousOutcome PreviousOutcome { get; }

    public LockHolder? PreviousHolder { get; }

    public void WatchLoss(Action<string> onLost)
    {
        // The kernel takes a listening socket from nobody who lives.
    }

    /// <summary>Begins to answer those who ask who holds. Nothing happens after the release.</summary>
    /// <remarks>One port answers. It is the lower one: whoever fails on two of three, in order, has failed on it, since at most one
    /// port lies before it. Nobody waits for the other.</remarks>
    public void Answer()
    {
        if (!_released)
        {
            BeaconListener.Serve(_quorum[0], asked => BeaconListener.IsFor(asked, _request.Id.ToBytes()) ? _room : null);
        }
    }

    public Exception? Release(PreviousOutcome outcome)
    {
        _released = true;
        bool hasCaller = _room.LastInLine.Length == 0 && HasCaller();

        // First the ports, then the word: who is told to go must find two free, and looks at the lower one first. What takes longest
        // is done while the word is on its way.
        bool isFree = Array.TrueForAll(_quorum, ExclusiveListener.Stop);
        _room.TellEnd(outcome);
        foreach (Socket socket in _quorum)
        {
            _ = BeaconSocket.TryClose(socket); // it has stopped; or that failed, and is told below
        }

        if (hasCaller)
        {
            Courtesy.RememberCaller(_request.Site);
        }

        _room.Close();
        return isFree ? null : new IOException("A port could not be closed for want of memory or open files.");
    }

    // Somebody has called and was not answered yet: the hold was too short for it.
    private bool HasCaller()
    {
        try
        {
            return _quorum[0].Poll(0, SelectMode.SelectRead);
        }
        catch (SocketException)
        {
            return false; // only good to know
        }
    }
}
