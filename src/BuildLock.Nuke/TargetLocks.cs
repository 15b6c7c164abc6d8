using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using Nuke.Common;
using Nuke.Common.Execution;

namespace BuildLock.Nuke;

/// <summary>The locks of one target, put around its actions shortly before the build starts to run targets.</summary>
/// <remarks>
/// A definition cannot wrap what has been and what will be chained to it, and the target made from it is out of its sight.
/// So it leaves two things in the target: an action that is known again, and a static condition. NUKE evaluates the static
/// conditions of all targets that it is going to run when the chains are complete; the condition finds the target by the
/// action and replaces all its actions by one. Should that ever not happen, the action fails the target: it never runs
/// unlocked. Rejected: <c>OnTargetRunning</c> of a build extension, whose failure leaves the target without an ending, and
/// attributes on the target, which do nothing at all where the build class forgets the extension.
/// </remarks>
internal sealed class TargetLocks
{
    // By definition, because a target that inherits another hands its own definition on to it.
    private static readonly ConditionalWeakTable<ITargetDefinition, TargetLocks> All = new();

    private readonly List<LockRequest> _requests = [];
    private readonly BuildLocks _build;
    private readonly Action _marker;

    private TargetLocks(ITargetDefinition definition)
    {
        _build = BuildLocks.Of(definition);
        _marker = static () => throw new InvalidOperationException("BuildLock could not put the process lock around this target: this version of NUKE did not evaluate its static conditions. The target was not run.");
        definition.Executes(_marker);
        definition.OnlyWhenStatic(Apply, "process lock");
    }

    public static ITargetDefinition Add(ITargetDefinition definition, LockRequest request)
    {
        All.GetValue(definition, d => new TargetLocks(d))._requests.Add(request);
        return definition;
    }

    /// <returns>Always true: it skips nothing.</returns>
    private bool Apply()
    {
        foreach (ExecutableTarget target in _build.Build.ExecutionPlan)
        {
            // False when it is another target, and when this one has been wrapped before.
            if (target.Actions.Remove(_marker))
            {
                Action[] actions = [.. target.Actions];
                target.Actions.Clear();
                target.Actions.Add(() => Run(target.Name, actions));
            }
        }

        return true;
    }

    private void Run(string target, Action[] actions)
    {
        if (actions.Length == 0)
        {
            throw new ProcessLockException(
                DiagnosticCodes.BadCombination,
                $"Target '{target}' has a process lock and no actions. The lock covers the target's own actions, not the targets that it depends on. Give the lock to those, or hold it over all of them with a Setup and a Cleanup target.");
        }

        _build.Run(_requests, actions);
    }
}
