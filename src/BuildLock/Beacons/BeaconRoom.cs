using System;
using System.Collections.Generic;
using System.Net.Sockets;
using System.Threading.Tasks;
using BuildLock.Keys;
using BuildLock.Platform;

namespace BuildLock.Beacons;

/// <summary>Those who wait behind one holder or waiter, in the order in which they began to wait.</summary>
/// <remarks>
/// A newcomer that finds somebody here is sent on to the end of the queue, and follows the last one there: so a release wakes
/// one waiter, and the others sleep on, each behind the one before it. Who has queued already and lost the one before it, and who
/// cannot be followed itself, waits here.
/// </remarks>
internal sealed class BeaconRoom
{
    // How often those behind are told what is only good to know: a queue that moves fast has better things to do.
    private static readonly TimeSpan TellingInterval = TimeSpan.FromSeconds(1);

    private readonly BeaconLine _line = new(); // also the gate to everything here
    private Func<string> _holder = () => string.Empty;
    private Guid? _published;
    private string _address = string.Empty;
    private bool _holds;
    private LockSite _site = null!; // once it holds; nobody asks before it has ended
    private bool _dismissed;
    private PreviousOutcome? _ended;
    private TimeSpan? _told;
    private bool _isDue;
    private BeaconWaiter[] _leaving = Array.Empty<BeaconWaiter>();

    /// <summary>Where the end of the queue is found, or an empty text when nobody waits or can be followed.</summary>
    public string LastInLine
    {
        get
        {
            lock (_line)
            {
                return _line.Last;
            }
        }
    }

    /// <summary>Disposed when the room is closed.</summary>
    public IDisposable? Leftover { get; set; }

    /// <summary>Opens the room to callers from other processes. Only its owner calls this.</summary>
    /// <returns>Where it is found, or an empty text where there is no loopback.</returns>
    public string Publish()
    {
        if (_published is null)
        {
            _published = Guid.NewGuid();
            _address = BeaconHub.Open(_published.Value, this);
        }

        return _address;
    }

    /// <summary>Its owner has got the lock.</summary>
    /// <param name="site">The lock.</param>
    /// <param name="holder">The text about the hold; made only when somebody asks.</param>
    public void Begin(LockSite site, Func<string> holder)
    {
        lock (_line)
        {
            (_site, _holder, _line.OwnPlace, _holds) = (site, holder, 0, true);
            TellAll();
        }

        HeldRooms.Add(site, this);
    }

    /// <summary>Its owner, who waits, has heard who holds the lock.</summary>
    public void Tell(string holder)
    {
        lock (_line)
        {
            _holder = () => holder;
            TellSoon();
        }
    }

    /// <summary>Its owner, who waits, has heard its own place.</summary>
    public void Tell(int ownPlace)
    {
        lock (_line)
        {
            _line.OwnPlace = ownPlace;
            TellSoon();
        }
    }

    /// <summary>Called from time to time by an owner who waits.</summary>
    public void TellWhatIsDue()
    {
        lock (_line)
        {
            if (_isDue)
            {
                TellSoon();
            }
        }
    }

    /// <summary>Serves one waiter until it leaves or the hold ends. Owns the socket from here on.</summary>
    /// <param name="who">What the waiter says of itself.</param>
    public async Task WelcomeAsync(Socket socket, TimeSpan waited, string who = "")
    {
        var waiter = new BeaconWaiter(socket, MonotonicClock.Now - waited, who);

        // Who comes too late for this hold may be in time for the next one of this process: a call takes longer than a short hold.
        BeaconRoom room = _ended is null ? this : HeldRooms.Find(_site) ?? this;
        if (!room.Join(waiter))
        {
            BeaconSocket.Finish(socket);
            return;
        }

        // A waiter has nothing to say; whatever arrives, or the end of the connection, means that it has left.
        await BeaconSocket.ReceiveAsync(socket, new byte[1], 0).ConfigureAwait(false);
        lock (room._line)
        {
            room._line.Remove(waiter);
        }

        socket.Dispose();
    }

    /// <summary>The hold has ended. Tells all waiters here, the first one first. After that the room only sends people away.</summary>
    public void TellEnd(PreviousOutcome outcome)
    {
        string endOfQueue = LastInLine;
        _leaving = Empty(outcome);
        for (int turn = 0; turn < _leaving.Length; turn++)
        {
            BeaconSocket.TrySend(_leaving[turn].Socket, BeaconProtocol.Released(outcome, turn));
        }

        HeldRooms.Remove(_site, this);
        Courtesy.Remember(_site, endOfQueue);
    }

    /// <summary>What takes time after <see cref="TellEnd"/>, when the first waiter is on its way.</summary>
    public void Close()
    {
        foreach (BeaconWaiter waiter in _leaving)
        {
            BeaconSocket.Finish(waiter.Socket);
        }

        if (_published is { } id)
        {
            BeaconHub.Close(id);
        }

        Leftover?.Dispose();
    }

    /// <summary>Its owner waits no more and has not got the lock. Those behind it look for another place.</summary>
    public void Dismiss()
    {
        _leaving = Empty(outcome: null);
        Close();
    }

    /// <summary>Answers one who looks, and does not wait. Owns the socket from here on.</summary>
    public void Show(Socket socket)
    {
        var frames = new List<byte>();
        lock (_line)
        {
            frames.AddRange(HolderFrame());
            if (_ended is { } outcome)
            {
                frames.AddRange(BeaconProtocol.Released(outcome, turn: 0));
            }

            frames.AddRange(_line.Show());
        }

        BeaconSocket.TrySend(socket, frames.ToArray());
        BeaconSocket.Finish(socket);
    }

    private bool Join(BeaconWaiter waiter)
    {
        lock (_line)
        {
            if (_ended is { } outcome)
            {
                // In one piece: who heard the first part alone would take a former holder for the present one.
                BeaconSocket.TrySend(waiter.Socket, [.. HolderFrame(), .. BeaconProtocol.Released(outcome, turn: 0)]);
                Courtesy.RememberCaller(_site);
                return false;
            }

            BeaconSocket.TrySend(waiter.Socket, HolderFrame());

            if (_dismissed)
            {
                return false;
            }

            if (_line.SendOn(waiter) is { } endOfQueue)
            {
                BeaconSocket.TrySend(waiter.Socket, BeaconProtocol.Text(BeaconProtocol.FollowFrame, endOfQueue));
                return false;
            }

            _line.Insert(waiter);
            return true;
        }
    }

    private BeaconWaiter[] Empty(PreviousOutcome? outcome)
    {
        lock (_line)
        {
            (_ended, _dismissed) = (outcome, outcome is null);
            return _line.RemoveAll();
        }
    }

    private byte[] HolderFrame() => BeaconProtocol.Text(_holds ? BeaconProtocol.HolderFrame : BeaconProtocol.PredecessorFrame, _holder());

    private void TellSoon()
    {
        _isDue = _line.Count > 0 && _told is { } told && MonotonicClock.Now - told < TellingInterval;
        if (!_isDue)
        {
            TellAll();
        }
    }

    private void TellAll()
    {
        if (_line.Count > 0)
        {
            _told = MonotonicClock.Now;
            _line.Tell(HolderFrame());
        }
    }
}
