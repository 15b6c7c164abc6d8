using System;
using System.Net.Sockets;
using System.Threading.Tasks;
using BuildLock.Platform;

namespace BuildLock.Beacons;

/// <summary>Socket calls where a broken connection is an answer, not an error: the peer may end at any moment.</summary>
internal static class BeaconSocket
{
    /// <returns>The number of bytes, 0 when the peer has ended or the socket was disposed.</returns>
    public static async Task<int> ReceiveAsync(Socket socket, byte[] buffer, int offset)
    {
        try
        {
            return await socket.ReceiveAsync(new ArraySegment<byte>(buffer, offset, buffer.Length - offset), SocketFlags.None).ConfigureAwait(false);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return 0;
        }
    }

    /// <returns>Whether the buffer was filled.</returns>
    public static async Task<bool> ReceiveAllAsync(Socket socket, byte[] buffer)
    {
        int have = 0;
        while (have < buffer.Length)
        {
            int count = await ReceiveAsync(socket, buffer, have).ConfigureAwait(false);
            if (count == 0)
            {
                return false;
            }

            have += count;
        }

        return true;
    }

    /// <summary>Makes a connection one that never blocks and sends at once: a few bytes that are waited for.</summary>
    public static void Prepare(Socket socket)
    {
        try
        {
            socket.Blocking = false;
            socket.NoDelay = true;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The visitor has left already.
        }
    }

    /// <summary>Sends, on a prepared connection, without ever waiting: the few bytes fit the socket's buffer, and a peer that does not read them
    /// loses only information.</summary>
    public static void TrySend(Socket socket, byte[] bytes)
    {
        try
        {
            socket.Send(bytes, 0, bytes.Length, SocketFlags.None, out _);
        }
        catch (ObjectDisposedException)
        {
            // The waiter has left; as with one that does not read, its own connection tells it what it needs to know.
        }
    }

    /// <summary>Blocks this thread until something has arrived or the connection has ended, or a signal came.</summary>
    /// <returns>Whether something has arrived or the connection has ended.</returns>
    public static bool WaitReadable(Socket socket, TimeSpan atMost) => SocketWait.UntilReadable(new[] { socket }, atMost).Count > 0;

    /// <summary>Ends both directions, which wakes up whoever waits on the socket. It stays to be disposed.</summary>
    public static void Shut(Socket socket)
    {
        try
        {
            socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The other side was faster.
        }
    }

    /// <summary>Ends the sending side in order, so that what was sent arrives, and closes.</summary>
    public static void Finish(Socket socket)
    {
        try
        {
            socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The waiter has left already.
        }

        _ = TryClose(socket); // the word has been sent, and the connection ended in order
    }

    /// <summary>Closes a socket on which a call may be pending.</summary>
    /// <returns>Whether it could be closed. .NET ends a pending call on a thread of its pool, and where none runs and none can be
    /// started, for want of memory or open files, <see cref="Socket.Dispose()"/> throws and leaves the descriptor open.</returns>
    public static bool TryClose(Socket socket)
    {
        try
        {
            socket.Dispose();
            return true;
        }
        catch (OutOfMemoryException)
        {
            return false;
        }
    }
}
