using System;
using System.Collections.Generic;
using System.Reflection;

namespace Nuke.Common.Execution;

public enum ExecutionStatus
{
    Scheduled,
    Running,
    Succeeded,
    Failed,
    Skipped,
    Collective,
    NotRun,
}

public class ExecutableTarget
{
    public string Name { get; set; } = string.Empty;

    public MemberInfo? Member { get; set; }

    public Delegate? Factory { get; set; }

    public List<Action> Actions { get; internal set; } = [];

    public ExecutionStatus Status { get; set; }

    internal TargetDefinition Definition { get; set; } = null!;

    internal List<ExecutableTarget> Dependencies { get; } = [];

    internal bool IsAssured => Definition.IsAssured || Factory is Cleanup;
}
