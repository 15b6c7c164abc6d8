using System.Threading;
using Microsoft.Build.Framework;

namespace BuildLock.MSBuild;

/// <summary>What the tasks that take a lock have in common: how to wait for it, and what they tell about it.</summary>
#pragma warning disable CA1001 // MSBuild disposes no tasks, and a source without a timer holds nothing to dispose.
public abstract class AcquiringTask : ProcessLockTask, ICancelableTask
#pragma warning restore CA1001
{
    private readonly CancellationTokenSource _cancellation = new();

    private protected AcquiringTask()
    {
    }

    /// <summary>How long to wait: <c>90s</c>, <c>10m</c>, <c>00:05:00</c>, plain seconds, <c>0</c> to try once or
    /// <c>infinite</c>. Default: <c>$(ProcessLockTimeout)</c>, else 10 minutes.</summary>
    public string? Timeout { get; set; }

    /// <summary>What a wait that reaches its <see cref="Timeout"/> is: an <c>error</c>, a <c>warn</c>ing, or nothing
    /// (<c>continue</c>); with the latter two the task succeeds with <see cref="Acquired"/> false. Default:
    /// <c>$(ProcessLockOnTimeout)</c>, else <c>error</c>.</summary>
    public string? OnTimeout { get; set; }

    /// <summary>What it is to the build that the holder before ended without releasing, so that what the lock protects may be
    /// half written: a <c>message</c>, a <c>warn</c>ing, or an <c>error</c>, with which the lock is given up again and the next
    /// holder hears the same. Default: <c>$(ProcessLockOnAbandoned)</c>, else <c>message</c>.</summary>
    public string? OnAbandoned { get; set; }

    /// <summary>How old the last sign of life of a holder on another machine may be before others take over. Default:
    /// <c>$(ProcessLockExpireAfter)</c>, else 60 seconds.</summary>
    public string? ExpireAfter { get; set; }

    /// <summary>The age at which even a living holder loses the lock. Default: <c>$(ProcessLockMaxHold)</c>, else none.</summary>
    public string? MaxHold { get; set; }

    /// <summary>Where directory engines keep their state; relative to the project. Default:
    /// <c>$(ProcessLockLockDirectory)</c>, else a folder of the machine.</summary>
    public string? LockDirectory { get; set; }

    /// <summary><c>Machine</c> or <c>User</c>: who may contend. Default: <c>$(ProcessLockScope)</c>, else Machine.</summary>
    public string? Scope { get; set; }

    /// <summary>Text shown to those who wait. Default: <c>$(ProcessLockDescription)</c>, else project and target.</summary>
    public string? Description { get; set; }

    /// <summary>Whether the lock was had.</summary>
    [Output]
    public bool Acquired { get; private set; }

    /// <summary>Whether somebody else had it and this task waited.</summary>
    [Output]
    public bool Waited { get; private set; }

    /// <summary>How long it waited for the lock, in milliseconds; 0 when nobody was in the way. Without the time that its own
    /// build node was busy with other projects when the lock was free.</summary>
    [Output]
    public string WaitedMilliseconds { get; private set; } = "0";

    /// <summary>How the hold before this one ended: <c>None</c> (not known), <c>Released</c>, <c>Abandoned</c> or <c>Expired</c>.</summary>
    [Output]
    public string PreviousOutcome { get; private set; } = nameof(BuildLock.PreviousOutcome.None);

    /// <summary>A number that grows with every hold of the key; empty when not acquired.</summary>
    [Output]
    public string FencingToken { get; private set; } = string.Empty;

    /// <summary>The value of the environment variable <c>BUILDLOCK_ENTER</c> with which a process started under the lock may
    /// enter it; empty when not acquired.</summary>
    [Output]
    public string EntryToken { get; private set; } = string.Empty;

    private protected bool IsCancelled => _cancellation.IsCancellationRequested;

    /// <summary>Ends the wait. Cheap and silent: task hosts were seen to call it a thousand times.</summary>
    public void Cancel() => _cancellation.Cancel();

    /// <returns>The lock, registered with the build; or <see langword="null"/> when it could not be had in time and
    /// <see cref="OnTimeout"/> says to go on.</returns>
    private protected HeldLock? Acquire()
    {
        var parameters = new LockParameters
        {
            Key = Key,
            Folder = Folder,
            Namespace = Namespace,
            Engine = Engine,
            Timeout = Timeout,
            OnTimeout = OnTimeout,
            OnAbandoned = OnAbandoned,
            ExpireAfter = ExpireAfter,
            MaxHold = MaxHold,
            LockDirectory = LockDirectory,
            Scope = Scope,
            Description = Description,
        };
        HeldLock? held = LockSession.Acquire(
            this,
            Log,
            parameters,
            waited => (Waited, WaitedMilliseconds) = LockReport.InVain(waited),
            _cancellation.Token);
        if (held is not null)
        {
            var report = LockReport.Of(held);
            (Acquired, Waited, WaitedMilliseconds, PreviousOutcome, FencingToken, EntryToken)
                = (true, report.Waited, report.WaitedMilliseconds, report.PreviousOutcome, report.FencingToken, report.EntryToken);
        }

        return held;
    }
}
