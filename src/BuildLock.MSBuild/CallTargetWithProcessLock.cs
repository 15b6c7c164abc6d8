using System;
using System.Collections;
using System.Collections.Generic;
using Microsoft.Build.Framework;

namespace BuildLock.MSBuild;

/// <summary>
/// <c>&lt;CallTargetWithProcessLock Key="nuget-cache" Targets="RestoreTools" /&gt;</c>: runs targets of this project under
/// the lock and releases it whatever happens to them. The first choice: nothing can be forgotten.
/// </summary>
/// <remarks>As with MSBuild's <c>CallTarget</c>, the targets do not see properties and items that the calling target has
/// made before, and a target that has run already in this build is not run again.</remarks>
[MSBuildMultiThreadableTask]
public sealed class CallTargetWithProcessLock : AcquiringTask
{
    /// <summary>The targets to run, in this order.</summary>
    [Required]
    public string[] Targets { get; set; } = Array.Empty<string>();

    /// <summary>What the targets return.</summary>
    [Output]
    public ITaskItem[] TargetOutputs { get; private set; } = Array.Empty<ITaskItem>();

    private protected override bool ExecuteCore()
    {
        if (Acquire() is not { } held)
        {
            return true; // an error was logged, or OnTimeout says to go on without the work
        }

        RequestScope? scope = HeldLocks.Of(BuildEngine).CurrentScope;
        int started = scope?.Started ?? 0;
        bool[] hadRun = Array.ConvertAll(Targets, target => scope?.HasRun(target) == true);
        bool succeeded = false;
        try
        {
            succeeded = CallTargets() && !IsCancelled; // a cancelled call was seen to return true
            if (succeeded && scope is not null && scope.Started == started)
            {
                TellThatNothingRan(Array.IndexOf(hadRun, true) >= 0 || Targets.Length == 0);
            }
        }
        finally
        {
            succeeded &= HeldLocks.Of(BuildEngine).Release(held, Log, BuildEngine, succeeded);
        }

        return succeeded;
    }

    // No warning: where warnings are errors, a build would fail in which a target's condition happens to be false.
    private void TellThatNothingRan(bool isMistake)
        => Log.LogMessage(
            subcategory: null,
            code: DiagnosticCodes.NothingRan,
            helpKeyword: null,
            file: null,
            0,
            0,
            0,
            0,
            isMistake ? MessageImportance.High : MessageImportance.Normal,
            "{0}",
            $"Nothing ran under lock '{(string.IsNullOrEmpty(Key) ? Folder : Key)}': the targets '{string.Join(";", Targets)}' had run before, without it, or have a false condition.");

    private bool CallTargets()
    {
        var outputs = new Hashtable(StringComparer.OrdinalIgnoreCase);
        try
        {
            // No project file means: these targets of this very project, here and now, on this thread.
            if (!BuildEngine.BuildProjectFile(null, Targets, null, outputs))
            {
                return false;
            }
        }
        catch (Exception e) when (e is not OutOfMemoryException && !IsCancelled)
        {
            // MSBuild throws an internal exception for a target that is missing or waits for the one that calls.
            TaskErrors.Error(Log, BuildEngine, DiagnosticCodes.TargetsNotRun, $"The targets '{string.Join(";", Targets)}' cannot be run under the lock: {e.GetBaseException().Message}");
            return false;
        }

        var items = new List<ITaskItem>();
        foreach (string target in Targets)
        {
            if (outputs[target] is ITaskItem[] returned)
            {
                items.AddRange(returned);
            }
        }

        TargetOutputs = items.ToArray();
        return true;
    }
}
