using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Threading.Tasks;

namespace Nuke.Common.Execution;

internal sealed class TargetDefinition(INukeBuild build) : ITargetDefinition
{
    public INukeBuild Build { get; } = build;

    internal List<Action> Actions { get; } = [];

    internal List<Func<bool>> StaticConditions { get; } = [];

    internal List<Func<bool>> DynamicConditions { get; } = [];

    internal List<Delegate> DependsOnTargets { get; } = [];

    internal List<Delegate> BeforeTargets { get; } = [];

    internal bool Proceeds { get; private set; }

    internal bool IsAssured { get; private set; }

    public ITargetDefinition Executes(params Action[] actions)
    {
        Actions.AddRange(actions);
        return this;
    }

    public ITargetDefinition Executes<T>(Func<T> action) => Executes(new Action(() => action()));

    public ITargetDefinition Executes(Func<Task> action) => Executes(() => action().GetAwaiter().GetResult());

    public ITargetDefinition DependsOn(params Target[] targets)
    {
        DependsOnTargets.AddRange(targets);
        return this;
    }

    public ITargetDefinition DependsOnContext<T>()
        where T : INukeBuild
    {
        DependsOnTargets.Add(Of(typeof(Setup)));
        BeforeTargets.Add(Of(typeof(Cleanup)));
        return this;

        Delegate Of(Type type) => (Delegate)typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance).Single(p => p.PropertyType == type).GetValue(Build)!;
    }

    public ITargetDefinition OnlyWhenDynamic(Func<bool> condition, string? conditionExpression = null)
    {
        DynamicConditions.Add(condition);
        return this;
    }

    public ITargetDefinition OnlyWhenStatic(Func<bool> condition, string? conditionExpression = null)
    {
        StaticConditions.Add(condition);
        return this;
    }

    public ITargetDefinition Inherit(params Target[] targets)
    {
        foreach (Target target in targets)
        {
            target(this);
        }

        return this;
    }

    public ITargetDefinition ProceedAfterFailure()
    {
        Proceeds = true;
        return this;
    }

    public ITargetDefinition AssuredAfterFailure()
    {
        IsAssured = true;
        return this;
    }
}
