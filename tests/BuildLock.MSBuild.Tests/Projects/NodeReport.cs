using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using BuildLock.MSBuild.Tests.Builds;

namespace BuildLock.MSBuild.Tests.Projects;

/// <summary>Tells in which process a target runs: the one that was started, a node, or a server.</summary>
internal static class NodeReport
{
    // No property function tells it; the shell knows who started it.
    public const string Task = "<Exec Command='echo runs in $PPID' />";

    public static IReadOnlyList<int> In(BuildResult result) => [.. result.Said("runs in ").Select(id => int.Parse(id, CultureInfo.InvariantCulture))];
}
