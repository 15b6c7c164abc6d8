using System;
using System.Net.Sockets;

namespace BuildLock.Beacons;

/// <summary>Cuts what arrives on a connection into frames. Never blocks.</summary>
internal sealed class BeaconFrames
{
    private readonly byte[] _buffer = new byte[BeaconProtocol.HeaderLength + BeaconProtocol.MaxText];
    private int _have;
    private int _used; // by the frame that was read last
    private int _skip; // bytes of a frame that is passed over

    /// <param name="unread">What had arrived before.</param>
    public BeaconFrames(byte[] unread)
    {
        unread.CopyTo(_buffer, 0);
        _have = unread.Length;
    }

    /// <summary>The type of the frame that was read last.</summary>
    public byte Type => _buffer[0];

    /// <summary>Its content; valid until the next call.</summary>
    public ArraySegment<byte> Payload => new(_buffer, BeaconProtocol.HeaderLength, _used - BeaconProtocol.HeaderLength);

    /// <summary>Reads what has arrived.</summary>
    /// <returns>Whether the connection is still there.</returns>
    public bool Fill(Socket socket)
    {
        DropUsed();
        int count = socket.Receive(_buffer, _have, _buffer.Length - _have, SocketFlags.None, out SocketError error);
        _have += Math.Max(count, 0);
        return error == SocketError.Success ? count > 0 : error == SocketError.WouldBlock;
    }

    /// <summary>Goes on to the next frame that has arrived whole.</summary>
    public bool Next()
    {
        // Ends: each turn passes over at least the three bytes of a header.
        while (true)
        {
            DropUsed();
            int skipped = Math.Min(_skip, _have);
            _skip -= skipped;
            Drop(skipped);
            if (_have < BeaconProtocol.HeaderLength)
            {
                return false;
            }

            int length = BeaconProtocol.HeaderLength + (int)BeaconProtocol.ReadNumber(_buffer, 1, 2);
            if (length <= _buffer.Length)
            {
                _used = _have < length ? 0 : length;
                return _used > 0;
            }

            _skip = length; // of a later version: only where it ends matters here
        }
    }

    private void DropUsed()
    {
        Drop(_used);
        _used = 0;
    }

    private void Drop(int count)
    {
        _have -= count;
        Array.Copy(_buffer, count, _buffer, 0, _have);
    }
}
