using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using Serilog;

namespace Nuke.Common.Execution;

internal static class Executor
{
    private static readonly Type[] TargetTypes = [typeof(Target), typeof(Setup), typeof(Cleanup)];

    public static List<ExecutableTarget> CreateTargets(NukeBuild build)
    {
        Type type = build.GetType();
        const BindingFlags Instance = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance;
        List<PropertyInfo> properties = type.GetProperties(Instance).Where(p => TargetTypes.Contains(p.PropertyType)).ToList();

        // A target of a component, unless the build class has one of that name, which then takes its place.
        foreach (PropertyInfo property in type.GetInterfaces().SelectMany(i => i.GetProperties(Instance)).Where(p => TargetTypes.Contains(p.PropertyType)))
        {
            if (properties.TrueForAll(p => p.Name.Split('.')[^1] != property.Name))
            {
                properties.Add(property);
            }
        }

        return properties.ConvertAll(property =>
        {
            var definition = new TargetDefinition(build);
            var factory = (Delegate)property.GetValue(build)!;
            factory.DynamicInvoke(definition);
            return new ExecutableTarget { Name = property.Name.Split('.')[^1], Member = property, Factory = factory, Definition = definition, Actions = definition.Actions };
        });
    }

    public static List<ExecutableTarget> Plan(List<ExecutableTarget> all, IEnumerable<string> names)
    {
        foreach (ExecutableTarget target in all)
        {
            target.Dependencies.AddRange(target.Definition.DependsOnTargets.Select(factory => all.Single(t => factory.Equals(t.Factory))));
        }

        var plan = new List<ExecutableTarget>();
        foreach (string name in names)
        {
            Visit(all.Single(t => t.Name.Equals(name, StringComparison.OrdinalIgnoreCase)));
        }

        // A Setup triggers the Cleanup of its component, which runs after all that use the context.
        foreach (ExecutableTarget setup in plan.Where(t => t.Factory is Setup).ToList())
        {
            plan.Add(all.Single(t => t.Factory is Cleanup && t.Member!.DeclaringType == setup.Member!.DeclaringType));
        }

        return plan;

        void Visit(ExecutableTarget target)
        {
            if (!plan.Contains(target))
            {
                target.Dependencies.ForEach(Visit);
                plan.Add(target);
            }
        }
    }

    /// <returns>Whether all went well.</returns>
    public static bool Execute(NukeBuild build, List<ExecutableTarget> plan, string[] skipped)
    {
        foreach (ExecutableTarget target in plan.Where(t => skipped.Contains(t.Name, StringComparer.OrdinalIgnoreCase)))
        {
            target.Status = ExecutionStatus.Skipped;
        }

        foreach (ExecutableTarget target in plan)
        {
            SkipUnless(target, target.Definition.StaticConditions);
        }

        ConsoleCancelEventHandler onCancel = (_, _) => ExecuteAssured();
        Console.CancelKeyPress += onCancel;
        try
        {
            foreach (ExecutableTarget target in plan)
            {
                Execute(build, target, failureMode: false);
            }
        }
        catch (TargetFailedException)
        {
            ExecuteAssured();
        }
        finally
        {
            Console.CancelKeyPress -= onCancel;
            plan.Where(t => t.Status == ExecutionStatus.Scheduled).ToList().ForEach(t => t.Status = ExecutionStatus.NotRun);
        }

        return plan.TrueForAll(t => t.Status is not (ExecutionStatus.Failed or ExecutionStatus.NotRun or ExecutionStatus.Running));

        void ExecuteAssured()
        {
            foreach (ExecutableTarget target in plan.Where(t => t.IsAssured && t.Status == ExecutionStatus.Scheduled))
            {
                Execute(build, target, failureMode: true);
            }
        }
    }

    private static void Execute(NukeBuild build, ExecutableTarget target, bool failureMode)
    {
        SkipUnless(target, target.Status == ExecutionStatus.Skipped ? [] : target.Definition.DynamicConditions);
        if (target.Status == ExecutionStatus.Skipped)
        {
            build.OnTargetSkipped(target.Name);
            return;
        }

        if (target.Actions.Count == 0)
        {
            target.Status = ExecutionStatus.Collective;
            return;
        }

        target.Status = ExecutionStatus.Running;
        build.OnTargetRunning(target.Name);
        try
        {
            target.Actions.ForEach(action => action());
            target.Status = ExecutionStatus.Succeeded;
            build.OnTargetSucceeded(target.Name);
        }
        catch (Exception exception)
        {
            Log.Error(exception, "Target {TargetName} has thrown an exception", target.Name);
            target.Status = ExecutionStatus.Failed;
            build.OnTargetFailed(target.Name);
            if (!target.Definition.Proceeds && !failureMode)
            {
                throw new TargetFailedException(target.Name, exception);
            }
        }
    }

    private static void SkipUnless(ExecutableTarget target, List<Func<bool>> conditions)
    {
        if (conditions.ConvertAll(condition => condition()).Contains(false)) // all are asked, whatever the first says
        {
            target.Status = ExecutionStatus.Skipped;
        }
    }

    private sealed class TargetFailedException(string target, Exception cause) : Exception($"Target '{target}' has thrown an exception.", cause);
}
