using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net;
using BuildLock.Identity;
using BuildLock.Platform;

namespace BuildLock.Engines.PortQuorum;

/// <summary>Names the program that listens on a port, where the operating system tells (Linux: proc(5), <c>/proc/net/tcp</c>).
/// Only for error messages: slow, and blind to other users' processes.</summary>
internal static class PortOwner
{
    public static string Describe(IPEndPoint endpoint)
    {
        if (OperatingSystemKind.IsLinux)
        {
            try
            {
                foreach (string inode in Inodes(endpoint))
                {
                    if (ProcessWith("socket:[" + inode + "]") is { } owner)
                    {
                        return owner;
                    }
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // No /proc, or a process that ended while it was looked at: the owner stays unknown.
            }

            // Another user's processes show nobody their descriptors, but the kernel says whose socket it is.
            if (PortTable.OwnerOf(endpoint) is { } user && user != Posix.EffectiveUser())
            {
                return $"a program of {(UserName.IsKnown(user) ? "user " : string.Empty)}{UserName.Of(user)}"; // without a name it is "user 1234"
            }
        }

        return "a program";
    }

    private static IEnumerable<string> Inodes(IPEndPoint endpoint)
        => PortTable.ListeningWithInodes()
            .Where(listener => listener.Endpoint.Port == endpoint.Port && Covers(listener.Endpoint.Address, endpoint.Address))
            .Select(listener => listener.Inode);

    private static bool Covers(IPAddress listening, IPAddress address)
        => listening.Equals(address) || listening.Equals(IPAddress.Any) || listening.Equals(IPAddress.IPv6Any) || listening.Equals(address.MapToIPv6());

    private static string? ProcessWith(string link)
    {
        foreach (string process in Directory.EnumerateDirectories("/proc"))
        {
            string id = Path.GetFileName(process);
            if (!int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            {
                continue;
            }

            try
            {
                foreach (string descriptor in Directory.EnumerateFiles(process + "/fd"))
                {
                    if (PosixPath.ReadLink(descriptor) == link)
                    {
                        return ProgramText.Of(id);
                    }
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Another user's process, or one that has just ended.
            }
        }

        return null;
    }
}
