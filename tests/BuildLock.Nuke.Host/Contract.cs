using System;
using System.Collections.Generic;
using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using System.Threading.Tasks;
using Nuke.Common.Execution;
using Nuke.Common.IO;

namespace Nuke.Common;

public delegate ITargetDefinition Target(ITargetDefinition definition);

public delegate ITargetDefinition Setup(ITargetDefinition definition);

public delegate ITargetDefinition Cleanup(ITargetDefinition definition);

public interface ITargetDefinition
{
    ITargetDefinition Executes(params Action[] actions);

    ITargetDefinition Executes<T>(Func<T> action);

    ITargetDefinition Executes(Func<Task> action);

    ITargetDefinition DependsOn(params Target[] targets);

    ITargetDefinition DependsOnContext<T>()
        where T : INukeBuild;

    ITargetDefinition OnlyWhenDynamic(Func<bool> condition, [CallerArgumentExpression("condition")] string? conditionExpression = null);

    ITargetDefinition OnlyWhenStatic(Func<bool> condition, [CallerArgumentExpression("condition")] string? conditionExpression = null);

    ITargetDefinition Inherit(params Target[] targets);

    ITargetDefinition ProceedAfterFailure();

    ITargetDefinition AssuredAfterFailure();
}

public interface INukeBuild
{
    IReadOnlyCollection<ExecutableTarget> ExecutionPlan { get; }

    IReadOnlyCollection<ExecutableTarget> RunningTargets { get; }

    AbsolutePath RootDirectory { get; }

    T? TryGetValue<T>(Expression<Func<T>> parameterExpression)
        where T : class;
}

[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property)]
public sealed class ParameterAttribute(string? description = null) : Attribute
{
    public string? Description { get; } = description;
}
