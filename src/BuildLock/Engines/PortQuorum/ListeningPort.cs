using System;
using System.Net;
using BuildLock.Platform;

namespace BuildLock.Engines.PortQuorum;

/// <summary>An endpoint that this process has to itself.</summary>
internal abstract class ListeningPort
{
    // Room for those who ask while the holder's thread is busy; the kernel caps it (Linux: net.core.somaxconn).
    protected const int Backlog = 128;

    /// <returns>The port, or <see langword="null"/> and why not.</returns>
    /// <exception cref="System.Net.Sockets.SocketException">An error that is neither contention nor a port that cannot be had here.</exception>
    public static ListeningPort? TryListen(IPEndPoint endpoint, out PortState state)
        => OperatingSystemKind.IsLinux ? LinuxPort.TryOpen(endpoint, Backlog, out state) : SocketPort.TryOpen(endpoint, Backlog, out state);

    /// <summary>Begins to send everybody who connects this answer, and to close then.</summary>
    public abstract void Answer(Func<byte[]> answer);

    /// <summary>Gives the endpoint up: others can have it from here on. What is left is to be closed.</summary>
    /// <returns>Whether that could be done.</returns>
    public abstract bool Stop();

    /// <summary>Gives the endpoint up, if that is still to be done, and all that is kept for it.</summary>
    public abstract void Close();
}
