using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading.Tasks;
using BuildLock;
using Cake.Core;

namespace Cake.BuildLock;

/// <summary>The locks of one task.</summary>
/// <remarks>
/// Taking them is the task's first action, from the start: whatever else goes wrong here, the task cannot run unlocked.
/// Releasing them has to follow the task's error handler and Finally, and a task has one place for each of those, which the
/// script may fill after us. So the rest is done when Cake asks the task's criteria, right before it runs: by then the
/// script has said all. Delayed actions (<c>DoesForEach</c>) are appended after that, behind ours.
/// </remarks>
internal sealed class TaskLocks
{
    private static readonly ConditionalWeakTable<CakeTask, TaskLocks> All = new();

    private readonly List<(string? Key, ProcessLockSettings? Settings)> _requests = [];
    private readonly CakeTask _task;
    private bool _prepared;
    private bool _defers;
    private bool _failed;
    private IReadOnlyList<LockHandle> _handles = [];

    private TaskLocks(CakeTask task)
    {
        _task = task;
        task.Actions.Insert(0, AcquireAsync);
        task.Criterias.Add(new CakeTaskCriteria(_ => Prepare(), "process lock"));
    }

    public static void Add(ICakeTaskInfo task, string? key, ProcessLockSettings? settings)
    {
        if (task is not CakeTask cakeTask)
        {
            throw new NotSupportedException("BuildLock does not know this version of Cake: its tasks are not CakeTask.");
        }

        All.GetValue(cakeTask, t => new TaskLocks(t))._requests.Add((key, settings));
    }

    /// <returns>Always true: it skips nothing.</returns>
    private bool Prepare()
    {
        if (_prepared)
        {
            return true; // a script may run a target several times
        }

        _prepared = true;
        Func<Exception, Task>? reporter = _task.ErrorReporter;
        _task.ErrorReporter = async error =>
        {
            _failed = true;
            if (reporter is not null)
            {
                await reporter(error).ConfigureAwait(false);
            }
        };

        Func<ICakeContext, Task>? last = _task.FinallyHandler;
        _task.FinallyHandler = async context =>
        {
            try
            {
                if (last is not null)
                {
                    await last(context).ConfigureAwait(false);
                }
            }
            catch
            {
                _failed = true;
                throw;
            }
            finally
            {
                Release();
            }
        };
        return true;
    }

    private Task AcquireAsync(ICakeContext context)
    {
        if (!_prepared)
        {
            throw new CakeException($"BuildLock could not put the process lock around task '{_task.Name}': this version of Cake did not ask its criteria. The task was not run.");
        }

        // A task with DeferOnError goes on after an action that failed; after this one it must not. Put right by Release.
        _failed = false;
        _defers = _task.DeferExceptions;
        _task.DeferExceptions = false;
        _handles = ScriptLocks.Held.HoldAll(_requests
            .Select(request => ScriptLocks.Read(context, request.Key, request.Settings, "task " + _task.Name))
            .ToList());
        _task.DeferExceptions = _defers;
        return Task.CompletedTask;
    }

    private void Release()
    {
        IReadOnlyList<LockHandle> handles = _handles;
        _handles = [];
        _task.DeferExceptions |= _defers;
        if (ScriptLocks.Held.ReleaseAll(handles) is { } loss && !_failed)
        {
            throw loss; // where the task failed by itself, its own error stays; the loss was logged when it happened
        }
    }
}
