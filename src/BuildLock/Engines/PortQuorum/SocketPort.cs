using System;
using System.Net;
using System.Net.Sockets;
using BuildLock.Platform;

namespace BuildLock.Engines.PortQuorum;

/// <summary>An endpoint by .NET's sockets: on Windows and macOS.</summary>
internal sealed class SocketPort : ListeningPort
{
    private readonly Socket _listener;
    private Func<byte[]>? _answer;

    private SocketPort(Socket listener) => _listener = listener;

    public static SocketPort? TryOpen(IPEndPoint endpoint, int backlog, out PortState state)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (OperatingSystemKind.IsWindows)
            {
                // Without it another program could bind over us with SO_REUSEADDR. Not elsewhere: .NET's listening
                // sockets carry SO_REUSEADDR on Unix, which is what lets a port be taken again over TIME_WAIT.
                socket.ExclusiveAddressUse = true;
            }

            // ReuseAddress must never be set: .NET sets SO_REUSEPORT with it, and then two listeners coexist.
            socket.Bind(endpoint);
            socket.Listen(backlog);
            state = PortState.Ours;
            return new SocketPort(socket);
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied)
        {
            socket.Dispose();

            // AccessDenied (10013): Windows keeps the port in an excluded range. It is not contention.
            state = e.SocketErrorCode == SocketError.AccessDenied ? PortState.Excluded : PortState.Taken;
            return null;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public override void Answer(Func<byte[]> answer)
    {
        _answer = answer;
        Accept();
    }

    public override bool Stop() => TryDispose();

    public override void Close() => _ = TryDispose();

    private void Accept()
    {
        try
        {
            _listener.BeginAccept(Accepted, state: null);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Released, or no open files left: who asks gets no answer, and the lock is what it was.
        }
    }

    private void Accepted(IAsyncResult result)
    {
        try
        {
            using Socket caller = _listener.EndAccept(result);
            caller.Blocking = false; // a caller that does not read loses its answer, and keeps nobody
            byte[] answer = _answer!();
            caller.Send(answer, 0, answer.Length, SocketFlags.None, out _);
            caller.Shutdown(SocketShutdown.Send);
        }
        catch (ObjectDisposedException)
        {
            return; // released
        }
        catch (SocketException)
        {
            // The caller has left already.
        }

        Accept();
    }

    // .NET ends a pending call on a thread of its pool, and where none runs and none can be started, for want of memory or open
    // files, it throws and leaves the port open.
    private bool TryDispose()
    {
        try
        {
            _listener.Dispose();
            return true;
        }
        catch (OutOfMemoryException)
        {
            return false;
        }
    }
}
