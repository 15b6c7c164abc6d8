using System;
using System.Globalization;
using BuildLock.Engines;
using BuildLock.Identity;
using BuildLock.Platform;

namespace BuildLock.Waiting;

/// <summary>Finds waits that cannot end: a process asks for what a process holds that waits for it to end. Linux only, where
/// a process's parent is public.</summary>
internal sealed class Ancestry
{
    // Looked at once for each hold: the chain of a living process does not change upwards to a living holder.
    private string _cleared = string.Empty;

    /// <exception cref="LockDeadlockException">The holder is an ancestor that waits for this process.</exception>
    public void RefuseEndlessWait(LockRequest request, LockHolder? holder)
    {
        if (holder is null || holder.Id == _cleared || !holder.Process.IsVisibleFrom(ProcessIdentity.Current))
        {
            return;
        }

        int process = ProcessIdentity.Current.Id;
        string chain = Name(process);

        // Ends: parents start before their children, and a chain that a reused id could bend is cut.
        for (int depth = 0; depth < 64 && ParentOf(process) is { } parent and > 1; depth++)
        {
            chain = Name(parent) + " > " + chain;

            // A build node works for the process that started it, which does not wait for it to end: a project there
            // may hold the lock and release it while a project here waits.
            bool waits = !CommandText.IsBuildNode(process);
            if (waits && parent == holder.ProcessId && ProcessStart.Of(parent) == holder.Process.Started && IsItsOwnWord(holder))
            {
                throw LockText.HeldByAncestor(request, holder, chain);
            }

            process = parent;
        }

        _cleared = holder.Id;
    }

    // Anybody could claim to be a parent of this process. That it holds the lock is believed when its own user wrote so.
    private static bool IsItsOwnWord(LockHolder holder)
        => holder.ConfirmedOwner is { } owner && FileStatus.Of(FormattableString.Invariant($"/proc/{holder.ProcessId}"))?.Owner == owner;

    // A node that an earlier build has left has no parent any more, and works for the process that uses it now.
    private static int? ParentOf(int process)
        => (process == ProcessIdentity.Current.Id ? BuildNodeOwner.Find() : null) ?? ProcessStart.ReadStat(process)?.Parent;

    private static string Name(int process)
        => process.ToString(CultureInfo.InvariantCulture) + (CommandText.ProgramOf(process) is { } program ? " " + program : string.Empty);
}
