using System;
using System.Linq;
using System.Threading;
using Microsoft.Build.Framework;
using Microsoft.Build.Tasks;

namespace BuildLock.MSBuild;

/// <summary>
/// <c>&lt;ExecWithProcessLock Key="nuget-cache" Command="dotnet tool restore" /&gt;</c>: runs a command under the lock and
/// releases it whatever happens. It has all parameters of MSBuild's <c>Exec</c>; the wait for the lock is
/// <see cref="LockTimeout"/>, since <c>Timeout</c> is the command's.
/// </summary>
/// <remarks>
/// <para>Builds that the command starts may take the same lock: they enter it, by a token in the command's environment
/// (<c>BUILDLOCK_ENTER</c>).</para>
/// <para>When the build is cancelled the command is ended and the lock released. When the build's process is killed, or ended by
/// SIGTERM, the command is killed within some milliseconds with what it has started, on Linux; on other systems it
/// runs on while the lock is already free.</para>
/// </remarks>
[MSBuildMultiThreadableTask]
#pragma warning disable CA1001 // MSBuild disposes no tasks, and a source without a timer holds nothing to dispose.
public sealed class ExecWithProcessLock : Exec
#pragma warning restore CA1001
{
    private readonly CancellationTokenSource _cancellation = new();

    /// <inheritdoc cref="ProcessLockTask.Key"/>
    public string? Key { get; set; }

    /// <inheritdoc cref="ProcessLockTask.Folder"/>
    public string? Folder { get; set; }

    /// <inheritdoc cref="ProcessLockTask.Namespace"/>
    public string? Namespace { get; set; }

    /// <inheritdoc cref="ProcessLockTask.Engine"/>
    public string? Engine { get; set; }

    /// <inheritdoc cref="AcquiringTask.Timeout"/>
    public string? LockTimeout { get; set; }

    /// <inheritdoc cref="AcquiringTask.OnTimeout"/>
    public string? OnTimeout { get; set; }

    /// <inheritdoc cref="AcquiringTask.OnAbandoned"/>
    public string? OnAbandoned { get; set; }

    /// <inheritdoc cref="AcquiringTask.ExpireAfter"/>
    public string? ExpireAfter { get; set; }

    /// <inheritdoc cref="AcquiringTask.MaxHold"/>
    public string? MaxHold { get; set; }

    /// <inheritdoc cref="AcquiringTask.LockDirectory"/>
    public string? LockDirectory { get; set; }

    /// <inheritdoc cref="AcquiringTask.Scope"/>
    public string? Scope { get; set; }

    /// <inheritdoc cref="AcquiringTask.Description"/>
    public string? Description { get; set; }

    /// <inheritdoc cref="AcquiringTask.Acquired"/>
    [Output]
    public bool Acquired { get; private set; }

    /// <inheritdoc cref="AcquiringTask.Waited"/>
    [Output]
    public bool Waited { get; private set; }

    /// <inheritdoc cref="AcquiringTask.WaitedMilliseconds"/>
    [Output]
    public string WaitedMilliseconds { get; private set; } = "0";

    /// <inheritdoc cref="AcquiringTask.PreviousOutcome"/>
    [Output]
    public string PreviousOutcome { get; private set; } = nameof(BuildLock.PreviousOutcome.None);

    /// <inheritdoc cref="AcquiringTask.FencingToken"/>
    [Output]
    public string FencingToken { get; private set; } = string.Empty;

    /// <summary>Ends the wait or the command.</summary>
    public override void Cancel()
    {
        _cancellation.Cancel(); // first: the command's background children keep base.Cancel from coming to an end
        base.Cancel();
    }

    /// <inheritdoc/>
    public override bool Execute() => TaskErrors.Catch(Log, BuildEngine, ExecuteUnderLock) && !Log.HasLoggedErrors;

    private bool ExecuteUnderLock()
    {
        var parameters = new LockParameters
        {
            Key = Key,
            Folder = Folder,
            Namespace = Namespace,
            Engine = Engine,
            Timeout = LockTimeout,
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
        if (held is null)
        {
            return true; // an error was logged, or OnTimeout says to go on without the work
        }

        var report = LockReport.Of(held);
        (Acquired, Waited, WaitedMilliseconds, PreviousOutcome, FencingToken)
            = (true, report.Waited, report.WaitedMilliseconds, report.PreviousOutcome, report.FencingToken);
        bool succeeded = false;
        try
        {
            using var orphans = OrphanWatch.Start(text => Log.LogMessage(MessageImportance.Normal, "{0}", text));
            using CancellationTokenRegistration cancelled = _cancellation.Token.Register(orphans.End);
            EnvironmentVariables = (EnvironmentVariables ?? Array.Empty<string>()).Append("BUILDLOCK_ENTER=" + report.EntryToken).Append(orphans.Mark).ToArray();
            succeeded = base.Execute();
        }
        finally
        {
            succeeded &= HeldLocks.Of(BuildEngine).Release(held, Log, BuildEngine, succeeded);
        }

        return succeeded;
    }
}
