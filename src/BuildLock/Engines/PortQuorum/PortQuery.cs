using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Sockets;
using System.Text;
using BuildLock.Identity;

namespace BuildLock.Engines.PortQuorum;

/// <summary>One call to an endpoint to learn who listens there. Never blocks.</summary>
internal sealed class PortQuery : IDisposable
{
    // Several times the longest answer, of release 0.1.0 with its waiters. Who says more is no holder.
    private const int MostSaid = 1 << 19;

    private readonly byte[] _hello;
    private byte[] _buffer = new byte[2048];
    private int _have;
    private int _greeting;

    /// <param name="id">The 16 bytes that name the lock there, or <see cref="HolderProtocol.Anybody"/>.</param>
    /// <exception cref="SocketException">There are no open files left.</exception>
    public PortQuery(IPEndPoint endpoint, byte[] id)
    {
        Endpoint = endpoint;
        _hello = HolderProtocol.Hello(id);
        Socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
        try
        {
            Socket.Connect(endpoint);
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
        {
            // Under way.
        }
        catch (SocketException)
        {
            State = PortQueryState.Gone;
        }
    }

    public IPEndPoint Endpoint { get; }

    public Socket Socket { get; }

    public PortQueryState State { get; private set; }

    /// <summary>What the holder says of itself, or <see langword="null"/> when there is none that can be understood.</summary>
    public IReadOnlyDictionary<string, string>? Holder { get; private set; }

    /// <summary>Whether it said nothing at all: it may be a holder that is stopped, or starved on an overloaded machine.</summary>
    public bool IsSilent => _have == 0;

    /// <summary>What it does, as the rest of a sentence.</summary>
    public string Behaviour { get; private set; } = "does not answer";

    /// <summary>Reads what has arrived. Called when the socket is readable.</summary>
    public void Step()
    {
        int count;
        bool isReset = false;
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
            count = 0; // it has let go, or has said all
            isReset = true;
        }

        _have += count;
        if (_greeting == 0 && !Greet())
        {
            BeStranger("answers, but is no BuildLock");
        }
        else if (count == 0 && _have == 0 && !isReset)
        {
            // A port that is let go before anybody listened is reset, not closed.
            BeStranger("closes the connection without a word");
        }
        else if (count == 0)
        {
            ReadFrames();
            State = Holder is not null ? PortQueryState.Holder : PortQueryState.Gone;
            Behaviour = "holds another lock"; // said only where it is none of this one
        }
        else if (_have >= MostSaid)
        {
            BeStranger("never stops talking");
        }
        else if (_have == _buffer.Length)
        {
            Array.Resize(ref _buffer, _have * 2);
        }
    }

    public void Dispose() => Socket.Dispose();

    private void BeStranger(string behaviour)
    {
        Behaviour = behaviour;
        State = PortQueryState.Stranger;
    }

    // False for a stranger.
    private bool Greet()
    {
        int compare = Math.Min(_have, HolderProtocol.FamilyLength);
        for (int i = 0; i < compare; i++)
        {
            if (_buffer[i] != HolderProtocol.Magic[i])
            {
                return false;
            }
        }

        _greeting = Array.IndexOf(_buffer, (byte)'\n', 0, _have) + 1;
        if (_greeting > 0)
        {
            TrySendHello();
        }

        return true;
    }

    private void TrySendHello()
    {
        try
        {
            Socket.Send(_hello, 0, _hello.Length, SocketFlags.None, out _);
        }
        catch (SocketException)
        {
            // It has closed, as holders do that need no hello.
        }
    }

    // Once, at the end: who looks has no use for half of it. What is cut short is passed over.
    private void ReadFrames()
    {
        int at = _greeting;
        while (_greeting > 0 && at + HolderProtocol.HeaderLength <= _have)
        {
            int length = HolderProtocol.ReadNumber(_buffer, at + 1);
            int text = at + HolderProtocol.HeaderLength;
            if (text + length > _have)
            {
                return;
            }

            if (_buffer[at] == HolderProtocol.HolderFrame)
            {
                Holder = HolderText.ReadFields(Encoding.UTF8.GetString(_buffer, text, length));
            }
            else if (_buffer[at] == HolderProtocol.ReleasedFrame && length == 3 && HolderProtocol.ReadNumber(_buffer, text + 1) != HolderProtocol.NoTurn)
            {
                Holder = null; // of release 0.1.0: it ended while it was looked at
            }

            at = text + length;
        }
    }
}
