using System;
using System.Collections.Generic;
using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using Nuke.Common.Execution;

namespace Nuke.Common
{
    public delegate ITargetDefinition Target(ITargetDefinition definition);

    public delegate ITargetDefinition Setup(ITargetDefinition definition);

    public delegate ITargetDefinition Cleanup(ITargetDefinition definition);

    public interface ITargetDefinition
    {
        ITargetDefinition Executes(params Action[] actions);

        ITargetDefinition OnlyWhenStatic(Func<bool> condition, [CallerArgumentExpression("condition")] string? conditionExpression = null);
    }

    public interface INukeBuild
    {
        IReadOnlyCollection<ExecutableTarget> ExecutionPlan { get; }

        IReadOnlyCollection<ExecutableTarget> RunningTargets { get; }

        T? TryGetValue<T>(Expression<Func<T>> parameterExpression)
            where T : class;
    }

    public class ParameterAttribute : Attribute
    {
        public ParameterAttribute(string? description = null) => throw null!;
    }
}

namespace Nuke.Common.Execution
{
    public class ExecutableTarget
    {
        public string Name
        {
            get => throw null!;
            set => throw null!;
        }

        public List<Action> Actions => throw null!;
    }
}
