using Xunit;

namespace BuildLock.Tests.Settings;

/// <summary>For tests that change this process's environment: they run alone.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ChangedEnvironment
{
    public const string Name = "Environment";
}
