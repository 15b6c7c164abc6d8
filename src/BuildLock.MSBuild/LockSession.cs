using System;
using System.Globalization;
using System.Threading;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace BuildLock.MSBuild;

/// <summary>Takes a lock for a task of a project.</summary>
internal static class LockSession
{
    /// <param name="waitedInVain">Told how long a wait was that ended without the lock.</param>
    /// <returns>The lock, registered with the build; or <see langword="null"/> when an error was logged, or when it could not be
    /// had in time and the project says to go on.</returns>
    public static HeldLock? Acquire(Task task, TaskLoggingHelper log, LockParameters parameters, Action<TimeSpan> waitedInVain, CancellationToken cancellationToken)
    {
        var project = ProjectContext.Of(task);
        LockKey key = parameters.ReadKey(project);
        LockOptions options = parameters.ReadOptions(project);
        TimeoutAction onTimeout = parameters.ReadOnTimeout(project);
        AbandonedAction onAbandoned = parameters.ReadOnAbandoned(project);
        if (options.Description is null && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("BUILDLOCK_DESCRIPTION")))
        {
            options.Description = SameBuild.Sign(project.Describe(task.BuildEngine));
        }

        if (project.IsDesignTime && !ProjectContext.IsTrue(project.Property("WaitInDesignTimeBuilds")))
        {
            (options.Timeout, onTimeout) = (TimeSpan.Zero, TimeoutAction.Skip); // an editor must not freeze for a lock
        }

        var held = HeldLocks.Of(task.BuildEngine);
        var name = HeldName.Of(project, key, options);
        string identity = HeldName.IdentityOf(key, options);
        if (held.FindSame(name, identity) is { } own)
        {
            string since = own.Handle.Holder.Since.ToLocalTime().ToString("HH:mm:ss", CultureInfo.InvariantCulture);
            TaskErrors.Error(log, task.BuildEngine, DiagnosticCodes.Deadlock, $"Lock '{key}' is held by this same project since {since} ({own.Handle.Holder.Description}). Waiting would never end. Release it first, or take it once for both.");
            return null;
        }

        using var wait = new ProjectWait(name, identity, held.CurrentScope, project.IsOnlyNode, cancellationToken);
        var host = new YieldingHost((IBuildEngine3)task.BuildEngine, () => held.Waits(wait), cancellationToken);
        var observer = new LogObserver(log, onAbandoned, IsSameBuild, () => host.NodeTime);
        options.Observer = observer;
        options.WaitHost = host;
        bool IsSameBuild(LockHolder? holder)
        {
            if (!held.IsHeldByAnother(name, identity) && !SameBuild.Includes(holder))
            {
                return false;
            }

            if (holder is not null && holder.ProcessId != OwnProcess.Id && KeptMark.IsSet(holder))
            {
                wait.Refuse(EndlessWaits.KeptBy(holder));
            }

            return true;
        }

        try
        {
            LockHandle handle = ProcessLock.Acquire(key, options, wait.Token);
            TimeSpan waited = WithoutNode(handle.Waited, host.NodeTime);
            held.Tally.Add(project.Owner, key, waited, handle.PreviousHolder);
            if (observer.Refused is { } abandoned)
            {
                handle.Abandon(); // still half written, for all that is known
                TaskErrors.Error(log, task.BuildEngine, abandoned.Code, abandoned.Text);
                return null;
            }

            return held.Add(name, identity, handle, waited, ProjectContext.IsRestoring(task.BuildEngine));
        }
        catch (OperationCanceledException) when (wait.Refusal is not null && !cancellationToken.IsCancellationRequested)
        {
            TaskErrors.Error(log, task.BuildEngine, DiagnosticCodes.Deadlock, $"Lock '{key}' {wait.Refusal}");
            return null;
        }
        catch (LockTimeoutException e)
        {
            TimeSpan waited = WithoutNode(e.Waited, host.NodeTime);
            waitedInVain(waited);
            held.Tally.Add(project.Owner, key, waited, e.Holder);
            string text = IsSameBuild(e.Holder) ? SameBuild.Explain(e) : e.Text;
            switch (onTimeout)
            {
                case TimeoutAction.Error:
                    TaskErrors.Error(log, task.BuildEngine, e.Code, text);
                    return null;
                case TimeoutAction.Warn:
                    TaskErrors.Warning(log, task.BuildEngine, e.Code, text);
                    break;
                case TimeoutAction.Continue:
                    log.LogMessage(MessageImportance.Normal, "{0}: {1}", e.Code, text);
                    break;
                default:
                    log.LogMessage(MessageImportance.Low, "{0}: {1} Left out: this is a design-time build.", e.Code, text);
                    break;
            }

            held.NotTaken.Add(name);
            return null;
        }
        finally
        {
            held.NoLongerWaits(wait);
            observer.Close();
        }
    }

    // Whoever waited has waited, however much of it was for the node.
    private static TimeSpan WithoutNode(TimeSpan waited, TimeSpan nodeTime)
        => waited == TimeSpan.Zero ? waited : waited > nodeTime ? waited - nodeTime : TimeSpan.FromMilliseconds(1);
}
