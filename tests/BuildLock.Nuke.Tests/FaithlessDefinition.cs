using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using Nuke.Common;

namespace BuildLock.Nuke.Tests;

/// <summary>A host that takes actions and forgets conditions.</summary>
public sealed class FaithlessDefinition(INukeBuild build) : ITargetDefinition
{
    public INukeBuild Build { get; } = build;

    internal List<Action> Actions { get; } = [];

    public ITargetDefinition Executes(params Action[] actions)
    {
        Actions.AddRange(actions);
        return this;
    }

    public ITargetDefinition Executes<T>(Func<T> action) => this;

    public ITargetDefinition Executes(Func<Task> action) => this;

    public ITargetDefinition DependsOn(params Target[] targets) => this;

    public ITargetDefinition DependsOnContext<T>()
        where T : INukeBuild => this;

    public ITargetDefinition OnlyWhenDynamic(Func<bool> condition, string? conditionExpression = null) => this;

    public ITargetDefinition OnlyWhenStatic(Func<bool> condition, string? conditionExpression = null) => this;

    public ITargetDefinition Inherit(params Target[] targets) => this;

    public ITargetDefinition ProceedAfterFailure() => this;

    public ITargetDefinition AssuredAfterFailure() => this;
}
