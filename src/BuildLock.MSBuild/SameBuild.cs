using System;
using System.Globalization;
using BuildLock.Identity;

namespace BuildLock.MSBuild;

/// <summary>Whether a holder belongs to the very build that asks. For messages only: it is known on Linux, and there for holders
/// whose process is this one, the one that started the build, or a node of it.</summary>
internal static class SameBuild
{
    /// <summary>Adds for which process a node works: its own command says only that it is MSBuild.</summary>
    public static string Sign(string description) => BuildNodeOwner.Find() is { } owner ? description + Mark(owner) : description;

    public static bool Includes(LockHolder? holder)
    {
        if (holder is null || holder.Machine != Environment.MachineName)
        {
            return false;
        }

        int? owner = BuildNodeOwner.Find();
        return holder.ProcessId == OwnProcess.Id
            || holder.ProcessId == owner
            || holder.Description.EndsWith(Mark(OwnProcess.Id), StringComparison.Ordinal)
            || (owner is { } process && holder.Description.EndsWith(Mark(process), StringComparison.Ordinal));
    }

    /// <summary>The text of a wait in vain, with what to do about it where the holder is the same build.</summary>
    public static string Explain(LockTimeoutException e)
    {
        string text = e.Remedy.Length > 0 && e.Text.EndsWith(e.Remedy, StringComparison.Ordinal) ? e.Text.Substring(0, e.Text.Length - e.Remedy.Length) : e.Text + " ";
        return text + "The holder is this same build. Release the lock there before this project is built, take it once for both, or give the two keys of their own.";
    }

    private static string Mark(int owner) => ", build node of pid " + owner.ToString(CultureInfo.InvariantCulture);
}
