using System;
using System.Globalization;
using BuildLock.Engines;
using BuildLock.Platform;
using BuildLock.Settings;
using BuildLock.Text;
using BuildLock.Waiting;

namespace BuildLock;

/// <summary>Every text about a lock's life, in one place.</summary>
internal static class LockText
{
    public static string Waiting(LockRequest request, TimeSpan waited, LockAttempt attempt)
    {
        string of = request.Timeout == System.Threading.Timeout.InfiniteTimeSpan ? string.Empty : " of " + LockDuration.Format(request.Timeout);
        string place = attempt.Position is { } n ? " You are " + Ordinal(n) + " in line." : string.Empty;
        return $"Waiting for lock '{Show(request.Key)}' ({LockDuration.Format(waited)}{of}). {HeldBy(attempt)}{place}";
    }

    public static string Acquired(LockRequest request, TimeSpan waited)
        => $"Took lock '{Show(request.Key)}' after {LockDuration.Format(waited)}.";

    public static string TookAbandoned(LockRequest request, LockHandle handle)
    {
        string who = handle.PreviousHolder is { } holder ? holder.ToString() : "an unknown holder";
        string how = handle.PreviousOutcome == PreviousOutcome.Abandoned ? "ended without releasing it" : "lost it by its age";
        string ago = handle.PreviousHolder is { } h ? $"; taken {LockDuration.Format(h.HeldFor)} ago" : string.Empty;
        return $"Took lock '{Show(request.Key)}', which {who} left behind ({how}{ago}). What it protected may be half written.";
    }

    public static string NotLocked(LockKey key)
        => $"Lock '{Show(key)}' is switched off: engine 'none' locks nothing.";

    public static string NetworkLimited(LockKey key)
        => $"Lock '{Show(key)}' excludes builds in this network namespace only, as its engine 'port-quorum' uses ports: this process runs in a container or sandbox with a network of its own. To exclude builds outside, share a folder with them and set LockDirectory.";

    public static string ReleaseFailed(LockKey key, Exception problem)
        => $"Releasing lock '{Show(key)}' went wrong: {problem.Message} Others get it at the latest when this process ends.";

    public static string JournalFailed(string problem)
        => problem + (problem.EndsWith(".", StringComparison.Ordinal) ? string.Empty : ".") + " This process journals nothing more. Locks work as before.";

    public static string LostToMaxHold(LockKey key, TimeSpan limit)
        => $"Lost lock '{Show(key)}' at {Now()} (held for its MaxHold of {LockDuration.Format(limit)}).";

    public static string LostToTakeover(LockKey key, LockHolder? by)
        => $"Lost lock '{Show(key)}' at {Now()} (taken over by {(by is null ? "another holder" : by.ToString())}).";

    public static string LostToBreak(LockKey key, LockHolder? by)
        => $"Lost lock '{Show(key)}' at {Now()} (broken by {(by is null ? "somebody" : by.ToString())}).";

    public static string LostState(LockKey key, string path)
        => $"Lost lock '{Show(key)}' at {Now()} (its state at '{path}' was deleted).";

    public static LockTimeoutException TimedOut(LockRequest request, TimeSpan waited, LockAttempt attempt)
    {
        string after = request.Timeout == TimeSpan.Zero ? "at once, as Timeout is 0" : "after " + LockDuration.Format(waited);
        string sign = attempt.Holder?.LastSign is { } age ? $" Its last sign of life is {LockDuration.Format(age)} old." : string.Empty;
        return new LockTimeoutException(
            $"Gave up on lock '{Show(request.Key)}' {after}. {HeldBy(attempt)}{sign}",
            $"Raise Timeout or BUILDLOCK_TIMEOUT, or end the holder. More: buildlock who {(request.Key.IsPath ? "--folder " : string.Empty)}\"{Show(request.Key)}\"",
            request.Key,
            request.Engine.Name,
            attempt.Holder,
            waited);
    }

    public static LockDeadlockException HeldByAncestor(LockRequest request, LockHolder holder, string chain)
        => new(
            $"Lock '{Show(request.Key)}' is held by {holder}, which started this process ({chain}). Waiting would never end.",
            "Run this under ExecWithProcessLock, or hand on LockHandle.EntryToken in the environment variable " + EntryToken.Variable + ", to enter the lock; or release it first.",
            request.Key,
            request.Engine.Name,
            holder);

    private static string Show(LockKey key) => DisplayText.OneLine(key.Text);

    private static string HeldBy(LockAttempt attempt)
        => attempt.Holder is { } holder ? $"Held for {LockDuration.Format(holder.HeldFor)} by {holder}."
            : attempt.Silent?.Invoke() is { } program ? $"It is held by {program}, which does not answer: it may be stopped."
            : "Its holder is unknown.";

    private static string Now() => WallClock.Now.ToLocalTime().ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    private static string Ordinal(int n)
    {
        string suffix = (n % 100) is >= 11 and <= 13 ? "th" : (n % 10) switch { 1 => "st", 2 => "nd", 3 => "rd", _ => "th" };
        return n.ToString(CultureInfo.InvariantCulture) + suffix;
    }
}
