using System;
using System.Net;
using System.Runtime.InteropServices;

namespace BuildLock.Platform;

/// <summary>Listening sockets of TCP over IPv4, by Linux's own calls. Linux only.</summary>
internal static class LinuxSocket
{
    private const int CloseOnExec = 0x8_0000; // SOCK_CLOEXEC, the same as O_CLOEXEC
    private const int DoNotBlock = 0x800; // SOCK_NONBLOCK, the same as O_NONBLOCK

    /// <returns>The socket, or <see langword="null"/> and the error number.</returns>
    public static Descriptor? Open(out int error)
    {
        const int Internet = 2; // AF_INET
        const int Stream = 1; // SOCK_STREAM
        int socket = LinuxSocket.socket(Internet, Stream | CloseOnExec | DoNotBlock, 0);
        error = socket < 0 ? Marshal.GetLastWin32Error() : 0;
        return socket < 0 ? null : new Descriptor(socket);
    }

    /// <returns>0, or the error number.</returns>
    public static int ReuseAddress(Descriptor socket)
    {
        const int OfSocket = 1; // SOL_SOCKET
        const int Reuse = 2; // SO_REUSEADDR
        int yes = 1;
        return Error(setsockopt(socket, OfSocket, Reuse, ref yes, sizeof(int)));
    }

    /// <returns>0, or the error number.</returns>
    public static int Bind(Descriptor socket, IPEndPoint endpoint)
    {
        // ip(7), struct sockaddr_in: the family in the processor's order, port and address in the network's.
        byte[] name = new byte[16];
        BitConverter.GetBytes((short)2).CopyTo(name, 0);
        name[2] = (byte)(endpoint.Port >> 8);
        name[3] = (byte)endpoint.Port;
        endpoint.Address.GetAddressBytes().CopyTo(name, 4);
        return Error(bind(socket, name, name.Length));
    }

    /// <returns>0, or the error number.</returns>
    public static int Listen(Descriptor socket, int backlog) => Error(listen(socket, backlog));

    /// <summary>Ends both directions, of a listening socket the listening, for all who have a copy of it.</summary>
    /// <returns>0, or the error number.</returns>
    public static int Shutdown(Descriptor socket)
    {
        const int Both = 2; // SHUT_RDWR
        return Error(shutdown(socket, Both));
    }

    /// <returns>A connection, or <see langword="null"/> and the error number: EAGAIN when there is none.</returns>
    public static Descriptor? Accept(Descriptor listener, out int error)
    {
        int connection = accept4(listener, IntPtr.Zero, IntPtr.Zero, CloseOnExec | DoNotBlock);
        error = connection < 0 ? Marshal.GetLastWin32Error() : 0;
        return connection < 0 ? null : new Descriptor(connection);
    }

    /// <summary>Sends what fits into the connection's buffer, without waiting.</summary>
    public static void Send(Descriptor connection, byte[] bytes)
    {
        const int NoSignal = 0x4000; // MSG_NOSIGNAL: a caller that has left must not end the process
        _ = send(connection, bytes, (UIntPtr)bytes.Length, NoSignal);
    }

    private static int Error(int result) => result == 0 ? 0 : Marshal.GetLastWin32Error();

#pragma warning disable IDE1006, SA1300 // Named as in the C library.
    [DllImport("libc", SetLastError = true)]
    private static extern int socket(int domain, int type, int protocol);

    [DllImport("libc", SetLastError = true)]
    private static extern int setsockopt(Descriptor socket, int level, int option, ref int value, int size);

    [DllImport("libc", SetLastError = true)]
    private static extern int bind(Descriptor socket, byte[] name, int size);

    [DllImport("libc", SetLastError = true)]
    private static extern int listen(Descriptor socket, int backlog);

    [DllImport("libc", SetLastError = true)]
    private static extern int shutdown(Descriptor socket, int how);

    [DllImport("libc", SetLastError = true)]
    private static extern int accept4(Descriptor listener, IntPtr name, IntPtr size, int flags);

    [DllImport("libc", SetLastError = true)]
    private static extern IntPtr send(Descriptor connection, byte[] bytes, UIntPtr size, int flags);
#pragma warning restore IDE1006, SA1300
}
