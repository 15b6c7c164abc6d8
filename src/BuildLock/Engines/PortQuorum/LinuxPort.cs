using System;
using System.Net;
using System.Net.Sockets;
using BuildLock.Platform;

namespace BuildLock.Engines.PortQuorum;

/// <summary>An endpoint by Linux's own calls.</summary>
/// <remarks>.NET's sockets would do. The first one of a process takes 30 ms, several times as long as all else that a first lock
/// needs, and builds take a lock once or twice in a process.</remarks>
internal sealed class LinuxPort : ListeningPort
{
    private const int AddressInUse = 98; // EADDRINUSE
    private const int AccessDenied = Posix.AccessDenied; // no such port here, by a security module; it is not contention

    private readonly Descriptor _listener;
    private bool _isAnswering;
    private bool _hasStopped;

    private LinuxPort(Descriptor listener) => _listener = listener;

    public static LinuxPort? TryOpen(IPEndPoint endpoint, int backlog, out PortState state)
    {
        Descriptor? socket = LinuxSocket.Open(out int error);
        if (socket is null)
        {
            throw Error(error);
        }

        bool opened = false;
        try
        {
            // Two sockets may both bind one port as long as neither listens (seen in 300 of 300 rounds): the kernel decides at
            // listen(2). So nothing is ours before that returned. SO_REUSEADDR lets a port be taken again over TIME_WAIT;
            // SO_REUSEPORT must never be set, with it two listeners coexist.
            error = LinuxSocket.ReuseAddress(socket);
            error = error == 0 ? LinuxSocket.Bind(socket, endpoint) : error;
            error = error == 0 ? LinuxSocket.Listen(socket, backlog) : error;
            opened = error == 0;
            state = opened ? PortState.Ours : error == AccessDenied ? PortState.Excluded : PortState.Taken;
            return opened ? new LinuxPort(socket)
                : error is AddressInUse or AccessDenied ? null
                : throw Error(error);
        }
        finally
        {
            if (!opened)
            {
                socket.Dispose();
            }
        }
    }

    public override void Answer(Func<byte[]> answer)
    {
        _isAnswering = true;
        AnsweringThread.Add(_listener, answer);
    }

    // A process that is being started has copies of all descriptors between fork and exec, and a port is free when its last one is
    // closed: of 200 starts beside a busy lock, 30 kept the port beyond the release. Shutting down ends the listening for
    // all copies.
    public override bool Stop() => _hasStopped = _hasStopped || LinuxSocket.Shutdown(_listener) == 0;

    public override void Close()
    {
        if (_isAnswering)
        {
            AnsweringThread.Remove(_listener);
        }

        _ = Stop();
        _listener.Dispose();
    }

    // .NET knows the numbers of Windows and maps them; the message is what counts here.
    private static SocketException Error(int error) => new(error switch
    {
        24 or 23 => (int)SocketError.TooManyOpenSockets, // EMFILE, ENFILE
        12 or 105 => (int)SocketError.NoBufferSpaceAvailable, // ENOMEM, ENOBUFS
        99 => (int)SocketError.AddressNotAvailable, // EADDRNOTAVAIL
        97 => (int)SocketError.AddressFamilyNotSupported, // EAFNOSUPPORT
        100 => (int)SocketError.NetworkDown, // ENETDOWN
        _ => (int)SocketError.SocketError,
    });
}
