using System.Runtime.InteropServices;

namespace BuildLock.Platform;

/// <summary>Which family of platform calls applies.</summary>
internal static class OperatingSystemKind
{
    public static readonly bool IsWindows = RuntimeInformation.IsOSPlatform(OSPlatform.Windows);
    public static readonly bool IsLinux = RuntimeInformation.IsOSPlatform(OSPlatform.Linux);
    public static readonly bool IsMac = RuntimeInformation.IsOSPlatform(OSPlatform.OSX);
}
