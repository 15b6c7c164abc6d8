using System;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace BuildLock.Beacons;

/// <summary>One call to an endpoint that somebody has: finds out whether it is the holder. Never blocks.</summary>
internal sealed class BeaconDial : IDisposable
{
    private const int LongestGreeting = 32; // of any version

    private readonly byte[] _hello;
    private readonly byte[] _buffer = new byte[BeaconProtocol.HeaderLength + BeaconProtocol.MaxText];
    private int _have;
    private bool _greeted;

    public BeaconDial(IPEndPoint endpoint, byte[] hello)
    {
        Endpoint = endpoint;
        _hello = hello;
        Socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { Blocking = false, NoDelay = true };
        try
        {
            Socket.Connect(endpoint);
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
        {
            // Under way; Select reports when it can be read from.
        }
        catch (SocketException)
        {
            State = DialState.Gone;
        }
    }

    public IPEndPoint Endpoint { get; }

    public Socket Socket { get; }

    public DialState State { get; private set; } = DialState.Calling;

    /// <summary>Why it is a stranger, as the rest of a sentence.</summary>
    public string Behaviour { get; private set; } = "does not answer";

    /// <summary>Whether it has said nothing at all, as a holder that is stopped or starved would.</summary>
    public bool IsSilent => State == DialState.Calling && (_greeted || _have == 0);

    /// <summary>Whether it is the holder or a waiter that answers.</summary>
    public byte FirstFrame { get; private set; }

    /// <summary>Whether the other side may have made a place for the caller, and has not said so.</summary>
    public bool IsHalfWelcomed => State == DialState.Calling && _greeted;

    /// <summary>Whether not a byte has come.</summary>
    public bool IsUnanswered => State == DialState.Calling && !_greeted && _have == 0;

    /// <summary>The holder's text, once <see cref="State"/> is <see cref="DialState.Holder"/>.</summary>
    public string HolderText { get; private set; } = string.Empty;

    /// <summary>Reads what has arrived. Called when the socket is readable.</summary>
    public void Step()
    {
        int count;
        try
        {
            count = Socket.Receive(_buffer, _have, _buffer.Length - _have, SocketFlags.None);
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.WouldBlock)
        {
            return;
        }
        catch (SocketException)
        {
            State = DialState.Gone; // refused or reset: whoever it was has let go
            return;
        }

        _have += count;
        if (_greeted || Greet())
        {
            ReadFirstFrame();
        }

        if (count == 0 && State == DialState.Calling)
        {
            // A holder that lets go in the middle of a word has said something; a port that is let go before anybody
            // listened is reset, not closed. So an orderly end without a word is a stranger's.
            Behaviour = "closes the connection without a word";
            State = _greeted || _have > 0 ? DialState.Gone : DialState.Stranger;
        }
    }

    /// <summary>Passes the connection, and what of it was read too early, on to a watch.</summary>
    public (Socket Socket, byte[] Unread) Detach()
    {
        int used = BeaconProtocol.HeaderLength + PayloadLength();
        var rest = new byte[_have - used];
        Array.Copy(_buffer, used, rest, 0, rest.Length);
        State = DialState.Detached;
        return (Socket, rest);
    }

    public void Dispose()
    {
        if (State != DialState.Detached)
        {
            Socket.Dispose();
        }
    }

    // The first bytes tell a stranger; an end before them is somebody who let the port go.
    private bool Greet()
    {
        int compare = Math.Min(_have, BeaconProtocol.FamilyLength);
        for (int i = 0; i < compare; i++)
        {
            if (_buffer[i] != BeaconProtocol.Magic[i])
            {
                return BeStranger();
            }
        }

        int end = Array.IndexOf(_buffer, (byte)'\n', 0, _have);
        if (end < 0)
        {
            return _have > LongestGreeting && BeStranger();
        }

        _have -= end + 1;
        Array.Copy(_buffer, end + 1, _buffer, 0, _have);
        _greeted = true;
        BeaconSocket.TrySend(Socket, _hello);
        return true;
    }

    private bool BeStranger()
    {
        Behaviour = "answers, but is no BuildLock";
        State = DialState.Stranger;
        return false;
    }

    private void ReadFirstFrame()
    {
        if (_have < BeaconProtocol.HeaderLength || _have < BeaconProtocol.HeaderLength + PayloadLength())
        {
            return;
        }

        FirstFrame = _buffer[0];
        if (FirstFrame is not (BeaconProtocol.HolderFrame or BeaconProtocol.PredecessorFrame))
        {
            State = DialState.OtherLock;
            return;
        }

        HolderText = Encoding.UTF8.GetString(_buffer, BeaconProtocol.HeaderLength, PayloadLength());
        State = DialState.Holder;
    }

    private int PayloadLength() => (int)BeaconProtocol.ReadNumber(_buffer, 1, 2);
}
