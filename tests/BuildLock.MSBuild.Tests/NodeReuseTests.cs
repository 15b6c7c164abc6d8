using System;
using System.Collections.Generic;
using System.Linq;
using BuildLock.MSBuild.Tests.Builds;
using BuildLock.MSBuild.Tests.Projects;
using Xunit;

namespace BuildLock.MSBuild.Tests;

/// <summary>Nodes that stay for the next build.</summary>
public sealed class NodeReuseTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly LeftProcesses _left = new();
    private readonly string _key = LockKeys.Fresh("node");

    public void Dispose()
    {
        _left.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [MemberData(nameof(Engines.Kinds), MemberType = typeof(Engines))]
    public void A_reused_node_keeps_no_lock_into_the_next_build(string engine)
    {
        UserProject forgets = _left.Reusing(Forgets(engine)).With("MSBUILDNOINPROCNODE", "1").Given("-nodeReuse:true");

        BuildResult first = forgets.RunWell();
        BuildResult second = forgets.RunWell();

        // It proves something only if it was the same process, and not the one that was started.
        // Whether a node is reused is MSBuild's choice, and a busy machine's.
        Assert.SkipUnless(System.Linq.Enumerable.SequenceEqual(NodeReport.In(first), NodeReport.In(second)), "MSBuild started another node instead of reusing the first.");
        AssertBothHeld(first, second);

        BuildResult outside = Tries(engine).RunWell();
        Assert.DoesNotContain(NodeReport.In(outside)[0], NodeReport.In(first));
    }

    private static void AssertBothHeld(params IEnumerable<BuildResult> results)
        => Assert.All(results, r => Assert.Equal(("True", "False"), (AcquireOutputs.AllOf(r).Single().Acquired, AcquireOutputs.AllOf(r).Single().Waited)));

    private UserProject Forgets(string engine)
        => UserProject.Plain(_folder, "forgets", new LockedTarget($"Key='{_key}' Engine='{engine}'") { Before = NodeReport.Task, Settings = "Timeout='0'", Releases = false });

    private UserProject Tries(string engine)
        => UserProject.Plain(_folder, "tries", new LockedTarget($"Key='{_key}' Engine='{engine}'") { Before = NodeReport.Task, Settings = "Timeout='0'" });
}
