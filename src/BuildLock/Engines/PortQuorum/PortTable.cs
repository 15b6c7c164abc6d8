using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.NetworkInformation;
using BuildLock.Platform;

namespace BuildLock.Engines.PortQuorum;

/// <summary>The operating system's list of listening sockets. Slow: for the rare moment when nobody answers, and for those
/// who look.</summary>
internal static class PortTable
{
    /// <exception cref="NetworkInformationException">The list cannot be had.</exception>
    public static IEnumerable<IPEndPoint> Listening()
        => OperatingSystemKind.IsLinux
            ? ListeningWithInodes().Select(listener => listener.Endpoint)
            : IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners();

    /// <summary>
    /// Looks for somebody who listens on two of a key's endpoints by exactly their addresses. Only a holder does: the addresses
    /// are drawn from the key, and another program that has their ports has them on every address, or on 127.0.0.1.
    /// (On macOS that is the only address: there two silent strangers look the same.)
    /// </summary>
    /// <returns>One of the two, or <see langword="null"/>, also where the list cannot be had.</returns>
    public static IPEndPoint? FindHolder(IReadOnlyCollection<IPEndPoint> endpoints)
    {
        try
        {
            List<IPEndPoint> held = Listening().Distinct().Where(endpoints.Contains).ToList();
            return held.Count >= PortEndpoints.Quorum ? held[0] : null;
        }
        catch (Exception e) when (e is NetworkInformationException or PlatformNotSupportedException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Whose sockets listen on exactly these endpoints, and which ones. Linux only; empty where it cannot be found.</summary>
    public static IReadOnlyDictionary<IPEndPoint, (uint Owner, string Inode)> SocketsAt(IReadOnlyCollection<IPEndPoint> endpoints)
    {
        var sockets = new Dictionary<IPEndPoint, (uint Owner, string Inode)>();
        try
        {
            foreach ((IPEndPoint endpoint, uint owner, string inode) in OperatingSystemKind.IsLinux ? ListeningWithInodes() : Array.Empty<(IPEndPoint, uint, string)>())
            {
                if (endpoints.Contains(endpoint))
                {
                    sockets[endpoint] = (owner, inode);
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            sockets.Clear();
        }

        return sockets;
    }

    /// <summary>The number of the user whose process listens on exactly this endpoint. Linux only.</summary>
    /// <returns><see langword="null"/> where it cannot be found.</returns>
    public static uint? OwnerOf(IPEndPoint endpoint)
    {
        try
        {
            return OperatingSystemKind.IsLinux
                ? ListeningWithInodes().Where(listener => listener.Endpoint.Equals(endpoint)).Select(listener => (uint?)listener.Owner).FirstOrDefault()
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Linux's lists, with the owner, and the inode by which a socket's process is found. Read here, since .NET wants both lists,
    /// and a kernel without IPv6 has one.</summary>
    public static IEnumerable<(IPEndPoint Endpoint, uint Owner, string Inode)> ListeningWithInodes()
    {
        const string Listening = "0A";
        foreach (string list in new[] { "/proc/net/tcp", "/proc/net/tcp6" }.Where(File.Exists))
        {
            foreach (string line in File.ReadLines(list))
            {
                // proc(5): "sl: local_address:port remote state … uid timeout inode"
                string[] fields = line.Split(new[] { ' ' }, StringSplitOptions.RemoveEmptyEntries);
                if (fields.Length > 9 && fields[3] == Listening && uint.TryParse(fields[7], NumberStyles.None, CultureInfo.InvariantCulture, out uint owner))
                {
                    yield return (Parse(fields[1]), owner, fields[9]);
                }
            }
        }
    }

    // "5604537F:4D2A": hexadecimal, the address in words of the processor, little-endian where .NET runs.
    private static IPEndPoint Parse(string local)
    {
        int colon = local.IndexOf(':');
        var address = new byte[colon / 2];
        for (int i = 0; i < address.Length; i++)
        {
            int inWord = (i & ~3) + 3 - (i & 3);
            address[inWord] = byte.Parse(local.Substring(i * 2, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        }

        return new IPEndPoint(new IPAddress(address), int.Parse(local.Substring(colon + 1), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
    }
}
