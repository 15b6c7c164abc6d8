using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Sockets;
using System.Text;
using BuildLock.Identity;

namespace BuildLock.Beacons;

/// <summary>One call to an endpoint to look at whoever holds a lock there, without queueing for it. Never blocks.</summary>
internal sealed class BeaconVisit : IDisposable
{
    // More than the most that is shown of a line, at its longest. Who says more is no holder.
    private const int MostSaid = 1 << 19;

    private readonly byte[] _hello;
    private byte[] _buffer = new byte[2048];
    private int _have;
    private int _greeting;

    /// <param name="id">The 16 bytes that name the lock there, or <see cref="BeaconProtocol.Anybody"/>.</param>
    public BeaconVisit(IPEndPoint endpoint, byte[] id)
    {
        Endpoint = endpoint;
        _hello = BeaconProtocol.Hello(id, TimeSpan.Zero, BeaconProtocol.LookText);
        Socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { Blocking = false, NoDelay = true };
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
            HasEnded = true; // nobody there any more
        }
    }

    public IPEndPoint Endpoint { get; }

    public Socket Socket { get; }

    /// <summary>Whether all has been said, or nobody is there.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>What the holder says of itself, or <see langword="null"/> when there is none that can be understood.</summary>
    public IReadOnlyDictionary<string, string>? Holder { get; private set; }

    /// <summary>What the holder says of those who wait, first one first.</summary>
    public List<IReadOnlyDictionary<string, string>> Waiters { get; } = new();

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
            count = 0; // reset: it has let go
        }

        _have += count;
        if (count == 0 || (_greeting == 0 && !Greet()))
        {
            HasEnded = true;
            ReadFrames();
        }
        else if (_have == _buffer.Length)
        {
            HasEnded = _have >= MostSaid;
            Array.Resize(ref _buffer, HasEnded ? _have : _have * 2);
        }
    }

    public void Dispose() => Socket.Dispose();

    // False for a stranger.
    private bool Greet()
    {
        int compare = Math.Min(_have, BeaconProtocol.FamilyLength);
        for (int i = 0; i < compare; i++)
        {
            if (_buffer[i] != BeaconProtocol.Magic[i])
            {
                return false;
            }
        }

        _greeting = Array.IndexOf(_buffer, (byte)'\n', 0, _have) + 1;
        if (_greeting > 0)
        {
            BeaconSocket.TrySend(Socket, _hello);
        }

        return true;
    }

    // Once, at the end: who looks has no use for half of it. What is cut short is passed over.
    private void ReadFrames()
    {
        int at = _greeting;
        while (_greeting > 0 && at + BeaconProtocol.HeaderLength <= _have)
        {
            int length = (int)BeaconProtocol.ReadNumber(_buffer, at + 1, 2);
            int text = at + BeaconProtocol.HeaderLength;
            if (text + length > _have)
            {
                return;
            }

            IReadOnlyDictionary<string, string>? fields = _buffer[at] is BeaconProtocol.HolderFrame or BeaconProtocol.WaiterFrame
                ? HolderText.ReadFields(Encoding.UTF8.GetString(_buffer, text, length))
                : null;
            switch (_buffer[at])
            {
                case BeaconProtocol.HolderFrame: Holder = fields; break;
                case BeaconProtocol.ReleasedFrame: Holder = null; break; // it ended while it was looked at
                case BeaconProtocol.WaiterFrame when fields is not null: Waiters.Add(fields); break;
            }

            at = text + length;
        }
    }
}
