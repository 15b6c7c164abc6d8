using System;
using System.Globalization;
using System.IO;
using BuildLock.Platform;

namespace BuildLock.Identity;

/// <summary>Which process a node or server of MSBuild works for. It is not its parent where it was left by an earlier build and is
/// used again.</summary>
/// <remarks>The one that started a build connects to a pipe of the node's, which is a local socket, and stays connected as long as the
/// build lasts; the kernel knows who it is. Linux only.</remarks>
internal static class BuildNodeOwner
{
    /// <returns>The process that uses this one now, or <see langword="null"/> where this is no node or nobody is seen to use it.</returns>
    public static int? Find()
    {
        if (!OperatingSystemKind.IsLinux || !CommandText.IsBuildNode(ProcessIdentity.Current.Id))
        {
            return null;
        }

        foreach (string entry in Directory.GetFileSystemEntries("/proc/self/fd"))
        {
            // A listener has the name too, and itself as its peer: it is told apart by that.
            if (int.TryParse(Path.GetFileName(entry), NumberStyles.None, CultureInfo.InvariantCulture, out int descriptor)
                && SocketPeer.PathOf(descriptor) is { } path
                && Path.GetFileName(path).StartsWith("MSBuild", StringComparison.Ordinal)
                && SocketPeer.ProcessOf(descriptor) is { } process
                && process != ProcessIdentity.Current.Id)
            {
                return process;
            }
        }

        return null;
    }
}
