using System;
using System.Collections.Generic;

namespace BuildLock.MSBuild;

/// <summary>The waits of this build's projects in this process, and which of them cannot end. Used under the gate of <see cref="HeldLocks"/>.</summary>
internal sealed class EndlessWaits
{
    private readonly List<ProjectWait> _waits = new();
    private readonly Func<HeldName, string, HeldLock?> _blockerOf;

    /// <param name="blockerOf">The hold, by another project in this process, that keeps the project from that lock.</param>
    public EndlessWaits(Func<HeldName, string, HeldLock?> blockerOf) => _blockerOf = blockerOf;

    /// <summary>Why a wait for a lock that is kept cannot end, as the end of a sentence that begins with the lock.</summary>
    public static string KeptBy(LockHolder holder)
        => $"is held by this same build ({holder.Description}): that project's run has ended without releasing it, so it is held until the build ends. "
            + "Waiting would never end. Release it in that project, or take it there by CallTargetWithProcessLock or ExecWithProcessLock.";

    /// <summary>Of two that wait for each other, the one that came last is refused.</summary>
    public void Add(ProjectWait wait)
    {
        if (!_waits.Contains(wait))
        {
            _waits.Add(wait);
        }

        RefuseWhereEndless(wait);
    }

    public void Remove(ProjectWait wait) => _waits.Remove(wait);

    /// <summary>A project has ended, and may keep what others wait for.</summary>
    public void LookAgain() => _waits.ForEach(RefuseWhereEndless);

    private void RefuseWhereEndless(ProjectWait wait)
    {
        if (_blockerOf(wait.Name, wait.Identity) is { } blocker && WhyEndless(wait, blocker) is { } reason)
        {
            wait.Refuse(reason);
        }
    }

    private string? WhyEndless(ProjectWait wait, HeldLock blocker)
    {
        string who = blocker.Handle.Holder.Description;
        if (blocker.EndedWell)
        {
            return KeptBy(blocker.Handle.Holder);
        }

        if (wait.IsOnlyNode)
        {
            return $"is held by this same build ({who}), which goes on only when this project has ended: the build has one node. "
                + "Waiting would never end. Release it there before this project is built, or take it once for both.";
        }

        return LeadsBack(wait, blocker) is { } other
            ? $"is held by this same build ({who}), which waits for lock '{other}', which this project holds. Waiting would never end. Take the two in the same order everywhere."
            : null;
    }

    // Follows who waits for whom, within this process and by what is certain: the very run that holds is the one that waits.
    // Ends: there are no more turns than waits.
    private LockKey? LeadsBack(ProjectWait wait, HeldLock blocker)
    {
        for (int turn = 0; turn < _waits.Count; turn++)
        {
            if (blocker.Scope is null
                || _waits.Find(w => w.Scope == blocker.Scope && w.Refusal is null) is not { } next
                || _blockerOf(next.Name, next.Identity) is not { } further)
            {
                return null;
            }

            if (further.Scope is not null && further.Scope == wait.Scope)
            {
                return next.Name.Key;
            }

            blocker = further;
        }

        return null;
    }
}
