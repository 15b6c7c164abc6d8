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
    /// <returns>The lock, registered with the build; or <see langword="null"/> when it could not be had in time and the
    /// project says to go on.</returns>
    public static HeldLock? Acquire(Task task, TaskLoggingHelper log, LockParameters parameters, Action<TimeSpan> waitedInVain, CancellationToken cancellationToken)
    {
        var project = ProjectContext.Of(task);
        LockKey key = parameters.ReadKey(project);
        LockOptions options = parameters.ReadOptions(project);
        TimeoutAction onTimeout = parameters.ReadOnTimeout(project);
        if (options.Description is null && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("BUILDLOCK_DESCRIPTION")))
        {
            options.Description = project.Describe(task.BuildEngine);
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

        var observer = new LogObserver(log);
        options.Observer = observer;
        options.WaitHost = new YieldingHost((IBuildEngine3)task.BuildEngine, cancellationToken);
        try
        {
            LockHandle handle = ProcessLock.Acquire(key, options, cancellationToken);
            held.Waits.Add(project.Owner, key, handle.Waited, handle.PreviousHolder);
            return held.Add(name, identity, handle, project.ProjectPath);
        }
        catch (LockTimeoutException e)
        {
            waitedInVain(e.Waited);
            held.Waits.Add(project.Owner, key, e.Waited, e.Holder);
            if (onTimeout == TimeoutAction.Error)
            {
                throw;
            }

            if (onTimeout == TimeoutAction.Warn)
            {
                TaskErrors.Warning(log, task.BuildEngine, e.Code, e.Text);
            }
            else
            {
                log.LogMessage(MessageImportance.Normal, "{0}", e.Message);
            }

            return null;
        }
        finally
        {
            observer.Close();
        }
    }
}
