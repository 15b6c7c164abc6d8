using System;
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
}
