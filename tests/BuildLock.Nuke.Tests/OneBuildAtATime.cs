using Xunit;

namespace BuildLock.Nuke.Tests;

/// <summary>Builds run one at a time in this process: the host's log and arguments are static, as NUKE's are.</summary>
[CollectionDefinition(nameof(TestBuild))]
public sealed class OneBuildAtATime;
