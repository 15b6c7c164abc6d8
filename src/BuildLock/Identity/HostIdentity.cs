using System;
using System.Globalization;
using System.IO;
using BuildLock.Platform;

namespace BuildLock.Identity;

/// <summary>Which kernel, in which boot, and which of its namespaces this process lives in.</summary>
internal static class HostIdentity
{
    /// <summary>Text that equals another process's exactly when both run under one kernel in one boot; empty when unknown.</summary>
    public static string ThisBoot()
    {
        if (OperatingSystemKind.IsLinux)
        {
            // random(4): "a random string generated at boot"; containers of one host read the same.
            const string BootId = "/proc/sys/kernel/random/boot_id";
            try
            {
                return File.ReadAllText(BootId).Trim();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // A sandbox without /proc: unknown host, so crash detection falls back to age.
                return string.Empty;
            }
        }

        // Elsewhere a process is told apart by its start time of day, which no reboot repeats, so the name suffices.
        return Environment.MachineName;
    }

    /// <returns>Such as <c>pid:[4026531836]</c>; empty where there are no namespaces.</returns>
    public static string Namespace(string kind)
        => OperatingSystemKind.IsLinux ? PosixPath.ReadLink("/proc/self/ns/" + kind) ?? string.Empty : string.Empty;

    /// <summary>Whether this process's network namespace is one that was made, and not the machine's own. Linux only.</summary>
    /// <remarks>The kernel numbers namespaces upwards from 4026531833 (0xEFFFFFF9), and its own come first, while it boots; the machine's
    /// network was seen with numbers up to 4026531993. /proc/1/ns/net would be exact, but only root may read it.</remarks>
    public static bool HasNetworkOfItsOwn()
    {
        const long FirstMade = 4026532000;
        string name = Namespace("net"); // "net:[4026531840]"
        int start = name.IndexOf('[') + 1;
        return start > 0 && long.TryParse(name.Substring(start).TrimEnd(']'), NumberStyles.None, CultureInfo.InvariantCulture, out long number) && number >= FirstMade;
    }
}
