using System;
using System.Collections.Generic;
using System.IO;
using BuildLock.Engines.State;
using BuildLock.Platform;

namespace BuildLock.Cli.Diagnosis;

/// <summary>Whose the folder of all locks is: its owner can undo what others lock there.</summary>
internal static class RootOwner
{
    /// <summary>What an administrator writes so that nobody but root owns it, from the next start on and at once.</summary>
    private static readonly string Remedy = $"An administrator mends that: write the line 'd {StateRoot.Machine} 1777 root root -' to /etc/tmpfiles.d/buildlock.conf and run systemd-tmpfiles --create.";

    public static IEnumerable<string> Lines()
    {
        var lines = new List<string>();
        if (!OperatingSystemKind.IsWindows)
        {
            Look(StateRoot.Machine, "Machine scope", lines);
            Look(StateRoot.OfUser, "User scope", lines);
        }

        return lines;
    }

    private static void Look(string root, string scope, List<string> lines)
    {
        try
        {
            using DirectoryHandle? folder = StateRoot.TryOpen(root);
            if (folder?.Status() is { } status && !FolderTrust.IsOfRootOrUs(status))
            {
                lines.Add($"{scope}: {root} belongs to {FolderTrust.Describe(status)}, who can undo what others lock there with lockdir, lockfile and oslock. {Remedy}");
            }
        }
        catch (UntrustedFileException e)
        {
            lines.Add($"{scope}: refused. {e.Message} {Remedy}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            lines.Add($"{scope}: {e.Message}");
        }
    }
}
