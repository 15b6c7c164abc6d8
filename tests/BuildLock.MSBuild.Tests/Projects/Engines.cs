using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace BuildLock.MSBuild.Tests.Projects;

/// <summary>The engines that lock, for theories.</summary>
public static class Engines
{
    private static readonly string[] Names = ["port-quorum", "lockdir", "lockfile", "oslock"];

    public static IEnumerable<TheoryDataRow<string>> All => Names.Select(name => new TheoryDataRow<string>(name));

    /// <summary>One of each kind: held by the kernel, and kept on disk.</summary>
    public static IEnumerable<TheoryDataRow<string>> Kinds => All.Take(2);
}
