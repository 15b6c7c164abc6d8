using System;
using BuildLock.MSBuild.Tests.Builds;
using BuildLock.MSBuild.Tests.Projects;
using Xunit;

namespace BuildLock.MSBuild.Tests;

/// <summary><c>-mt</c>: all nodes are threads of one process.</summary>
public sealed class MultiThreadedTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly string _key = LockKeys.Fresh("threads");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Engines.Kinds), MemberType = typeof(Engines))]
    public void Projects_in_threads_of_one_process_take_turns(string engine)
    {
        var start = new Gate(_folder, "start");
        var work = new OneAtATime(_folder);
        UserProject all = Threads(new LockedTarget($"Key='{_key}' Engine='{engine}'") { Before = start.Task + NodeReport.Task, Inside = work.Task });

        using Build build = all.Start();
        start.WaitUntilReached(2, build);
        start.Open();
        BuildResult result = build.WaitForEnd();

        result.AssertSuccess();
        work.AssertDone(2);
        Assert.Equal([build.ProcessId, build.ProcessId], NodeReport.In(result));
    }

    [Fact]
    public void Threads_of_one_process_hold_their_locks_in_that_process_and_not_in_a_sidecar()
    {
        var gate = new Gate(_folder, "held");
        UserProject all = Threads(new LockedTarget($"Key='{_key} $(MSBuildProjectName)'") { Inside = gate.Task });

        using Build build = all.Start();
        gate.WaitUntilReached(2, build);
        foreach (string name in new[] { "One", "Two" })
        {
            string error = UserProject.Plain(_folder, "tries" + name, new LockedTarget($"Key='{_key} {name}'") { Settings = "Timeout='0'" }).Run().AssertOneError("BL2001");
            Assert.Contains($"pid {build.ProcessId},", error, StringComparison.Ordinal);
            Assert.Contains($"project {name}.proj, target Build", error, StringComparison.Ordinal);
        }

        gate.Open();
        BuildResult result = build.WaitForEnd();
        result.AssertSuccess();
        Assert.Empty(result.Warnings);
    }

    [Fact]
    public void In_threads_of_one_process_relative_paths_are_each_projects_own()
    {
        _folder.Create("a", "cache");
        _folder.Create("b", "cache");
        var gate = new Gate(_folder, "held");
        LockedTarget target = new("Folder='cache'") { Settings = "Timeout='0'", Inside = gate.Task };
        UserProject.Plain(_folder, "a/One", target);
        UserProject.Plain(_folder, "b/Two", target);

        using Build build = Traversal("a/One.proj", "b/Two.proj").With("BUILDLOCK_LOCK_DIRECTORY", null).Start();
        gate.WaitUntilReached(2, build);
        gate.Open();
        build.WaitForEnd().AssertSuccess();
        Assert.True(System.IO.Directory.Exists(_folder.Below("a", ".cache.buildlock")));
        Assert.True(System.IO.Directory.Exists(_folder.Below("b", ".cache.buildlock")));
    }

    private UserProject Threads(LockedTarget target)
    {
        UserProject.Plain(_folder, "One", target);
        UserProject.Plain(_folder, "Two", target);
        return Traversal("One.proj", "Two.proj");
    }

    private UserProject Traversal(params string[] projects)
        => UserProject.Raw(_folder, "all.proj", $"""
            <Project>
              <Target Name="Build">
                <MSBuild Projects="{string.Join(';', projects)}" BuildInParallel="true" />
              </Target>
            </Project>
            """).Given("-mt", "-m:2");
}
