using System;
using System.Collections.Generic;
using System.Linq;
using BuildLock.MSBuild.Tests.Builds;
using BuildLock.MSBuild.Tests.Projects;
using Xunit;

namespace BuildLock.MSBuild.Tests;

/// <summary>The MSBuild server, which builds in a process that stays.</summary>
public sealed class BuildServerTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly LeftProcesses _left = new();
    private readonly string _key = LockKeys.Fresh("server");

    public void Dispose()
    {
        _left.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [MemberData(nameof(Engines.Kinds), MemberType = typeof(Engines))]
    public void The_build_server_keeps_no_lock_between_builds(string engine)
    {
        UserProject forgets = _left.Served(Forgets(engine));

        BuildResult first = forgets.RunWell();
        BuildResult second = forgets.RunWell();

        Assert.Equal(NodeReport.In(first), NodeReport.In(second));
        AssertBothHeld(first, second);
        Tries(engine).RunWell();
    }

    [Fact]
    public void A_lock_held_in_the_build_server_keeps_others_out_and_names_the_server()
    {
        var gate = new Gate(_folder, "held");
        UserProject holds = UserProject.Plain(_folder, "holds", new LockedTarget($"Key='{_key}'") { Before = NodeReport.Task, Inside = gate.Task });

        using var held = HeldLock.By(_left.Served(holds), gate);
        string error = Tries("port-quorum").Run().AssertOneError("BL2001");
        BuildResult result = held.Finish();

        int server = Assert.Single(NodeReport.In(result));
        Assert.NotEqual(held.Build.ProcessId, server);
        Assert.Contains($"pid {server},", error, StringComparison.Ordinal);
        Tries("port-quorum").RunWell();
    }

    /// <summary>The second build's job holds the lock; whoever waits must not be sent to the first.</summary>
    [Fact]
    public void In_the_build_server_the_holders_job_is_that_of_the_build_that_holds()
    {
        var gate = new Gate(_folder, "held");
        UserProject job = _left.Served(UserProject.Plain(_folder, "job", new LockedTarget($"Key='{_key}'") { Before = NodeReport.Task, Inside = gate.Task }))
            .With("JENKINS_URL", "x").With("JOB_NAME", "nightly");
        UserProject before = _left.Served(UserProject.Plain(_folder, "before", new LockedTarget($"Key='{_key}'") { Before = NodeReport.Task }))
            .With("JENKINS_URL", "x").With("JOB_NAME", "nightly");

        BuildResult first = before.With("BUILD_NUMBER", "41").RunWell();
        using var held = HeldLock.By(job.With("BUILD_NUMBER", "42"), gate);
        string error = Tries("port-quorum").Run().AssertOneError("BL2001");
        BuildResult second = held.Finish();

        Assert.Equal(NodeReport.In(first), NodeReport.In(second));
        Assert.Contains("Jenkins nightly #42", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_cancelled_or_killed_build_in_the_server_frees_its_lock(bool kill)
    {
        var gate = new Gate(_folder, "held");
        UserProject holds = UserProject.Plain(_folder, "holds", new LockedTarget($"Key='{_key}'") { Before = NodeReport.Task, Inside = gate.Task });
        using var held = HeldLock.By(_left.Served(holds), gate);
        using Build waits = UserProject.Plain(_folder, "waits", new LockedTarget($"Key='{_key}'")).Start();
        waits.WaitForOutput("BL1001");

        TimeSpan ended = TestClock.Now;
        if (kill)
        {
            held.Build.Kill();
        }
        else
        {
            held.Build.Interrupt();
        }

        Assert.InRange(waits.WaitForOutput("outputs|").At - ended, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        waits.WaitForEnd().AssertSuccess();
    }

    private static void AssertBothHeld(params IEnumerable<BuildResult> results)
        => Assert.All(results, r => Assert.Equal(("True", "False"), (AcquireOutputs.AllOf(r).Single().Acquired, AcquireOutputs.AllOf(r).Single().Waited)));

    private UserProject Forgets(string engine)
        => UserProject.Plain(_folder, "forgets", new LockedTarget($"Key='{_key}' Engine='{engine}'") { Before = NodeReport.Task, Settings = "Timeout='0'", Releases = false });

    private UserProject Tries(string engine)
        => UserProject.Plain(_folder, "tries", new LockedTarget($"Key='{_key}' Engine='{engine}'") { Before = NodeReport.Task, Settings = "Timeout='0'" });
}
