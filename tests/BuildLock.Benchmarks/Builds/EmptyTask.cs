using Microsoft.Build.Utilities;

namespace BuildLock.Benchmarks.Builds;

/// <summary>What any task costs, for comparison.</summary>
public sealed class EmptyTask : Task
{
    public override bool Execute() => true;
}
