using System.Runtime.InteropServices;
using System.Text;

namespace BuildLock.Platform;

/// <summary>What the kernel says of a local socket (unix(7)). Linux only.</summary>
internal static class SocketPeer
{
    private const int SocketLevel = 1; // SOL_SOCKET
    private const int PeerCredentials = 17; // SO_PEERCRED
    private const ushort Local = 1; // AF_UNIX

    /// <returns>The path that a local socket is bound to, an accepted one included; or <see langword="null"/> where the descriptor is none.</returns>
    public static string? PathOf(int descriptor)
    {
        var address = new byte[110]; // struct sockaddr_un: a short, and 108 bytes
        int length = address.Length;
        if (getsockname(descriptor, address, ref length) != 0 || length <= 2 || (address[0] | (address[1] << 8)) != Local)
        {
            return null;
        }

        return Encoding.UTF8.GetString(address, 2, length - 2).TrimEnd('\0');
    }

    /// <returns>The process that connected, in this process's count of ids; or <see langword="null"/> where nobody has, or it is not seen from here.</returns>
    public static int? ProcessOf(int descriptor)
    {
        var credentials = new int[3]; // struct ucred: process, user, group
        int length = credentials.Length * sizeof(int);
        return getsockopt(descriptor, SocketLevel, PeerCredentials, credentials, ref length) == 0 && credentials[0] > 0 ? credentials[0] : null;
    }

    [DllImport("libc", SetLastError = true)]
    private static extern int getsockname(int descriptor, byte[] address, ref int length);

    [DllImport("libc", SetLastError = true)]
    private static extern int getsockopt(int descriptor, int level, int option, int[] value, ref int length);
}
