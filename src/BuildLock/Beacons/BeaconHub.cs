using System;
using System.Collections.Generic;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using BuildLock.Platform;

namespace BuildLock.Beacons;

/// <summary>
/// One listening socket per process for engines whose lock is not itself a socket. It opens with the first hold and stays,
/// so that a hold costs an entry in a table. Its address stands in the holder's text.
/// </summary>
internal static class BeaconHub
{
    // Much longer than a call takes; and few, for those who release thousands of locks.
    private const int MostClosed = 64;
    private static readonly TimeSpan Lingering = TimeSpan.FromMilliseconds(100);

    private static readonly Dictionary<Guid, BeaconRoom> Rooms = new(); // also the gate to everything here
    private static readonly Queue<(Guid Id, TimeSpan Since)> Closed = new();
    private static IPEndPoint? _endpoint;
    private static bool _unavailable;

    /// <returns>Where waiters find the room, such as <c>127.0.0.1:40001/0f…</c>, or an empty text where there is no
    /// loopback: they poll then.</returns>
    public static string Open(Guid id, BeaconRoom room)
    {
        lock (Rooms)
        {
            if (Listen() is not { } endpoint)
            {
                return string.Empty;
            }

            Rooms.Add(id, room);
            return FormattableString.Invariant($"{endpoint}/{id:N}");
        }
    }

    /// <summary>The room stays for a moment, for those who are on their way to it: they hear that the hold has ended.</summary>
    public static void Close(Guid id)
    {
        TimeSpan now = MonotonicClock.Now;
        lock (Rooms)
        {
            Closed.Enqueue((id, now));
            while (Closed.Count > MostClosed || now - Closed.Peek().Since > Lingering)
            {
                Rooms.Remove(Closed.Dequeue().Id);
            }
        }
    }

    /// <summary>Reads what <see cref="Open"/> returned.</summary>
    public static bool TryParse(string text, out IPEndPoint endpoint, out Guid id)
    {
        endpoint = new IPEndPoint(IPAddress.Loopback, 0);
        id = Guid.Empty;
        int colon = text.IndexOf(':');
        int slash = text.IndexOf('/');
        if (colon < 0 || slash < colon
            || !IPAddress.TryParse(text.Substring(0, colon), out IPAddress? address) || !IPAddress.IsLoopback(address)
            || !ushort.TryParse(text.Substring(colon + 1, slash - colon - 1), NumberStyles.None, CultureInfo.InvariantCulture, out ushort port)
            || !Guid.TryParseExact(text.Substring(slash + 1), "N", out id))
        {
            return false;
        }

        endpoint = new IPEndPoint(address, port);
        return true;
    }

    private static IPEndPoint? Listen()
    {
        if (_endpoint is null && !_unavailable)
        {
            Socket? socket = null;
            try
            {
                socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
                socket.Listen(512);
                _endpoint = (IPEndPoint)socket.LocalEndPoint!;
                BeaconListener.Serve(socket, Find);
            }
            catch (SocketException e)
            {
                // No loopback here: the lock works without a beacon. For want of open files the next one may have one.
                socket?.Dispose();
                _unavailable = e.SocketErrorCode != SocketError.TooManyOpenSockets;
            }
        }

        return _endpoint;
    }

    private static BeaconRoom? Find(byte[] hello)
    {
        var id = new byte[BeaconProtocol.IdLength];
        Array.Copy(hello, id, id.Length);
        lock (Rooms)
        {
            return Rooms.TryGetValue(new Guid(id), out BeaconRoom? room) ? room : null;
        }
    }
}
