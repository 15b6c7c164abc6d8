using System.Net;
using System.Net.Sockets;
using BuildLock.Beacons;
using BuildLock.Platform;

namespace BuildLock.Engines.PortQuorum;

/// <summary>Takes one endpoint so that nobody else on this machine has it.</summary>
internal static class ExclusiveListener
{
    // Room for the waiters that connect while the holder's thread is busy; the kernel caps it (Linux: net.core.somaxconn).
    private const int Backlog = 512;

    /// <returns>The listening socket, or <see langword="null"/> and why not.</returns>
    /// <exception cref="SocketException">An error that is neither contention nor a port that cannot be had here.</exception>
    public static Socket? TryListen(IPEndPoint endpoint, out PortState state)
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

            // On Linux two sockets may both bind one port as long as neither listens (seen in 300 of 300 rounds), also
            // with ExclusiveAddressUse: the kernel decides at listen(2). So nothing is ours before Listen returned.
            // ReuseAddress must never be set: .NET sets SO_REUSEPORT with it, and then two listeners coexist.
            socket.Bind(endpoint);
            socket.Listen(Backlog);
            state = PortState.Ours;
            return socket;
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

    /// <summary>Gives the endpoint up: others can have it from here on.</summary>
    /// <param name="listener">Left to be disposed, which takes longer.</param>
    /// <returns>Whether that could be done.</returns>
    public static bool Stop(Socket listener)
    {
        if (!OperatingSystemKind.IsLinux)
        {
            return BeaconSocket.TryClose(listener);
        }

        // A process that is being started has copies of all descriptors between fork and exec, and a port is free
        // when its last one is closed: of 200 starts beside a busy lock, 30 kept the port beyond the release.
        // Shutting down ends the listening for all copies. Other systems do not know that for listeners.
        try
        {
            listener.Shutdown(SocketShutdown.Both);
            return true;
        }
        catch (SocketException)
        {
            return BeaconSocket.TryClose(listener);
        }
    }

    /// <summary>Gives the endpoint up, and all that is kept for it.</summary>
    public static void Close(Socket listener)
    {
        _ = Stop(listener); // it has no pending call, so that disposing it does what is left
        listener.Dispose();
    }
}
