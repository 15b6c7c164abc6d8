using System;
using System.Collections.Generic;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using BuildLock.Identity;
using BuildLock.Platform;

namespace BuildLock.Beacons;

/// <summary>A waiter's connection to the one before it in the queue: the holder, or another waiter. It ends with that one's
/// hold or wait, so the waiter sleeps until then and nobody polls.</summary>
/// <remarks>Read by the waiter's own thread, which blocks on the socket: a word that came in on the runtime's socket thread would
/// wake two more threads before it woke the waiter.</remarks>
internal sealed class BeaconWatch : ILockSignal, IDisposable
{
    // How much later than the one before it each waiter tries that follows the same one: long enough for that one to get the
    // lock and answer.
    private const double TurnMilliseconds = 2;
    private const double LongestTurnMilliseconds = 100;

    // A queue that sends its newcomers round in a circle is broken.
    private const int MostHops = 100;

    // Nor does a search for its end outlast an attempt: nobody cancels it, and no deadline is looked at.
    private static readonly TimeSpan LongestSearch = TimeSpan.FromMilliseconds(500);

    private readonly QueuePlace _place;
    private readonly TimeSpan _searchEnd = MonotonicClock.Now + LongestSearch;
    private Socket _socket;
    private BeaconFrames _frames;
    private long _token;
    private int _position;
    private int _hops;
    private PreviousOutcome? _ended;
    private TimeSpan _due; // when it is this waiter's turn, after the end

    public BeaconWatch(BeaconDial dial, QueuePlace place)
    {
        _place = place;
        Learn(dial.FirstFrame, dial.HolderText);
        (_socket, _frames) = Take(dial);
        ReadFrames(); // a newcomer may have been sent on to the end of the queue
    }

    /// <summary>Who holds, or <see langword="null"/> when the holder's text could not be read.</summary>
    public LockHolder? Holder { get; private set; }

    /// <summary>Whether that was last heard from another waiter, and may be out of date.</summary>
    public bool IsHearsay { get; private set; }

    /// <summary>Whether the one at the other end is the holder.</summary>
    public bool IsOfHolder { get; private set; }

    /// <summary>The place in the queue, from 1, once it has been told.</summary>
    public int? Position => _position > 0 ? _position : null;

    /// <summary>Whether the hold or the wait that is watched has ended.</summary>
    public bool HasEnded => _ended is not null;

    /// <summary>How the hold ended.</summary>
    public PreviousHold End => new(_ended ?? PreviousOutcome.None, Holder, _token);

    /// <inheritdoc/>
    public bool Wait(TimeSpan atMost, CancellationToken cancellationToken)
    {
        // Shut down, not closed: to close a socket under a thread that polls it is not safe. Whoever cancels waits no more.
        using CancellationTokenRegistration interrupt = cancellationToken.Register(state => BeaconSocket.Shut(((BeaconWatch)state!)._socket), this);
        TimeSpan end = MonotonicClock.Now + atMost;
        Follow(end, cancellationToken);
        if (!HasEnded)
        {
            _place.Room.TellWhatIsDue();
            return false;
        }

        TimeSpan now = MonotonicClock.Now;
        if (_due > now)
        {
            Pause.For(_due < end ? _due - now : end - now, cancellationToken);
        }

        return _due <= end;
    }

    /// <summary>Waits until the end is known; for one who knows already that the hold has ended, but not how.</summary>
    public void WaitForEnd(TimeSpan atMost) => Follow(MonotonicClock.Now + atMost, CancellationToken.None);

    public void Dispose() => _socket.Dispose();

    private void Follow(TimeSpan end, CancellationToken cancellationToken)
    {
        // Ends: each turn waits on the socket, and the time is bounded.
        while (!HasEnded)
        {
            cancellationToken.ThrowIfCancellationRequested();
            TimeSpan left = end - MonotonicClock.Now;
            if (left <= TimeSpan.Zero)
            {
                return;
            }

            if (!BeaconSocket.WaitReadable(_socket, left))
            {
                continue;
            }

            Socket read = _socket;
            bool goesOn = _frames.Fill(read);
            ReadFrames();
            if (!goesOn && !HasEnded && _socket == read)
            {
                // No word: the holder's process has ended. A waiter before this one may leave without a word.
                EndWith(IsOfHolder ? PreviousOutcome.Abandoned : PreviousOutcome.None, turn: 0);
            }
        }
    }

    private void ReadFrames()
    {
        while (!HasEnded && _frames.Next())
        {
            ArraySegment<byte> payload = _frames.Payload;
            switch (_frames.Type)
            {
                case BeaconProtocol.HolderFrame:
                case BeaconProtocol.PredecessorFrame:
                    Learn(_frames.Type, Text(payload));
                    break;
                case BeaconProtocol.PlaceFrame when payload.Count == 2:
                    _position = (int)BeaconProtocol.ReadNumber(payload.Array!, payload.Offset, 2);
                    _place.Room.Tell(_position);
                    break;
                case BeaconProtocol.FollowFrame:
                    Hop(Text(payload));
                    break;
                case BeaconProtocol.ReleasedFrame when payload.Count == 3:
                    var outcome = (PreviousOutcome)payload.Array![payload.Offset];
                    EndWith(outcome is PreviousOutcome.Expired or PreviousOutcome.Abandoned ? outcome : PreviousOutcome.Released, (int)BeaconProtocol.ReadNumber(payload.Array, payload.Offset + 1, 2));
                    break;
            }
        }
    }

    private void EndWith(PreviousOutcome outcome, int turn)
    {
        _ended = outcome;
        _due = MonotonicClock.Now + TimeSpan.FromMilliseconds(Math.Min(turn * TurnMilliseconds, LongestTurnMilliseconds));
    }

    private void Learn(byte frame, string text)
    {
        IReadOnlyDictionary<string, string>? fields = HolderText.ReadFields(text);
        IsOfHolder = frame == BeaconProtocol.HolderFrame;
        IsHearsay = !IsOfHolder;
        Holder = HolderText.ReadHolder(fields);
        if (fields is not null && long.TryParse(HolderText.Get(fields, "token"), NumberStyles.None, CultureInfo.InvariantCulture, out long token))
        {
            _token = token;
        }

        _place.Room.Tell(text);
    }

    // To the end of the queue. Where nobody answers there, this wait ends, and the next one begins at the holder.
    private void Hop(string address)
    {
        _socket.Dispose();
        if (++_hops < MostHops && MonotonicClock.Now < _searchEnd && BeaconClient.Call(address, _place) is { } dial)
        {
            (_socket, _frames) = Take(dial); // what it says of the holder is older than what the holder has just said
            IsOfHolder = dial.FirstFrame == BeaconProtocol.HolderFrame;
            return;
        }

        IsOfHolder = false;
        EndWith(PreviousOutcome.None, turn: 0);
    }

    private static (Socket Socket, BeaconFrames Frames) Take(BeaconDial dial)
    {
        (Socket socket, byte[] unread) = dial.Detach();
        return (socket, new BeaconFrames(unread));
    }

    private static string Text(ArraySegment<byte> payload) => Encoding.UTF8.GetString(payload.Array!, payload.Offset, payload.Count);
}
