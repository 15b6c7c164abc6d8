using System;
using System.Linq;
using BuildLock.MSBuild.Tests.Builds;
using BuildLock.MSBuild.Tests.Projects;
using Xunit;

namespace BuildLock.MSBuild.Tests;

/// <summary>Projects of one build that want the same lock: a failed one frees it, a living one keeps it, and waiting does
/// not stop the build that has to go on for the wait to end.</summary>
public sealed class SameBuildTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly string _key = LockKeys.Fresh("same");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("-m:2", "")]
    [InlineData("-m:4", "")]
    [InlineData("-m:2 -nodeReuse:true", "")]
    [InlineData("-m:2 -mt", "")]
    [InlineData("-m:2", "<OnError ExecuteTargets='Report' />")]
    public void A_project_that_fails_frees_its_lock_while_its_build_goes_on(string mode, string onError)
    {
        using var left = new LeftProcesses();
        var gate = new Gate(_folder, "held");
        UserProject.Plain(_folder, "fails", new LockedTarget($"Key='{_key}'") { Inside = gate.Task + "<Error Code='X1' Text='on purpose' />", After = onError }, "<Target Name='Report' />");
        UserProject.Plain(_folder, "waits", Waits("30s"));
        UserProject all = Traversal("fails.proj;waits.proj").Given(mode.Split(' '));

        using Build build = (mode.Contains("nodeReuse", StringComparison.Ordinal) ? left.Reusing(all) : all).Start();
        AssertFreedByFailure(build, gate);
    }

    /// <summary>MSBuild goes on with a request on another thread once it has waited for another project; the end of the one that
    /// had the process's first lock has to be heard all the same.</summary>
    [Theory]
    [InlineData("-m:2", true)]
    [InlineData("-m:3 -mt", true)]
    [InlineData("-m:3", false)]
    [InlineData("-m:3 -mt", false)]
    public void The_end_of_a_project_that_waited_for_another_one_is_heard(string mode, bool fails)
    {
        UserProject.Plain(_folder, "slow", "<Target Name='Build'><Exec Command='sleep 0.3' /></Target>");
        string end = fails ? "<Error Code='X1' Text='on purpose' />" : string.Empty;
        foreach (string name in new[] { "one", "two", "three" })
        {
            UserProject.Plain(
                _folder,
                name,
                "<Target Name='First'><MSBuild Projects='slow.proj' /></Target>",
                new LockedTarget($"Key='{_key}' Engine='lockdir'") { Hook = "DependsOnTargets='First'", Inside = "<MSBuild Projects='slow.proj' Properties='Again=1' />" + end, Releases = false });
        }

        // Failing, each frees it for the next one; ending well, each keeps it until the build's end, and only one gets it.
        UserProject all = Traversal(fails ? "one.proj;two.proj;three.proj" : "one.proj;slow.proj").Given(mode.Split(' '));
        BuildResult result = all.Given("-p:ProcessLockTimeout=20s").Run();
        Assert.DoesNotContain("BL2001", result.Text, StringComparison.Ordinal);
        Assert.Equal(fails ? 3 : 1, result.Lines.Count(l => l.Text.Contains("outputs|True", StringComparison.Ordinal)));

        BuildResult next = UserProject.Plain(_folder, "next", new LockedTarget($"Key='{_key}' Engine='lockdir'") { Settings = "Timeout='0'" })
            .With("BUILDLOCK_LOCK_DIRECTORY", null).RunWell(); // where the traversal's projects have theirs
        Assert.Equal(fails ? "Abandoned" : "Released", AcquireOutputs.AllOf(next).Single().PreviousOutcome);
    }

    /// <summary>The first lock of a process, taken two calls deep: what fails inside is survived.</summary>
    [Fact]
    public void A_lock_kept_for_the_rest_of_the_build_outlives_a_failure_that_its_project_survives()
    {
        var gate = new Gate(_folder, "later");
        UserProject.Plain(
            _folder,
            "keeps",
            "<Target Name='Build'><CallTarget Targets='Outer' /></Target>",
            "<Target Name='Outer'><CallTarget Targets='Inner' ContinueOnError='true' /></Target>",
            new LockedTarget($"Key='{_key}'") { Name = "Inner", Releases = false, After = "<Error Code='X1' Text='on purpose' />" });
        UserProject all = UserProject.Raw(_folder, "all.proj", $"<Project><Target Name='Build'><MSBuild Projects='keeps.proj' />{gate.Task}</Target></Project>");

        using var held = HeldLock.By(all, gate);
        UserProject.Plain(_folder, "tries", new LockedTarget($"Key='{_key}'") { Settings = "Timeout='0'" }).Run().AssertOneError("BL2001");
        held.Finish();
    }

    /// <summary>OnError does not run for these, and AfterTargets never run after a failure.</summary>
    [Fact]
    public void A_hook_that_fails_frees_what_the_target_before_it_took()
    {
        var gate = new Gate(_folder, "held");
        UserProject.Plain(
            _folder,
            "fails",
            new LockedTarget($"Key='{_key}'") { Releases = false },
            $"<Target Name='Hook' AfterTargets='Build'>{gate.Task}<Error Code='X1' Text='on purpose' /></Target>",
            $"<Target Name='GiveBack' AfterTargets='Hook'>{LockedTarget.Release($"Key='{_key}'")}</Target>");
        UserProject.Plain(_folder, "waits", Waits("30s"));

        using Build build = Traversal("fails.proj;waits.proj").Given("-m:2").Start();
        AssertFreedByFailure(build, gate);
    }

    [Fact]
    public void On_one_node_the_next_project_finds_the_lock_of_a_failed_one_free()
    {
        UserProject.Plain(_folder, "fails", new LockedTarget($"Key='{_key}'") { Inside = "<Error Code='X1' Text='on purpose' />" });
        UserProject.Plain(_folder, "next", new LockedTarget($"Key='{_key}'") { Settings = "Timeout='0'" });
        UserProject all = UserProject.Raw(_folder, "all.proj", """
            <Project>
              <Target Name="Build">
                <MSBuild Projects="fails.proj" ContinueOnError="true" />
                <MSBuild Projects="next.proj" />
              </Target>
            </Project>
            """);

        BuildResult result = all.Given("-m:1").Run();
        Assert.Equal(["X1"], result.Errors);
        Assert.Equal(["True", "True"], result.Lines.Where(l => l.Text.Contains("outputs|", StringComparison.Ordinal)).Select(l => l.Text.Split('|')[1]));
    }

    [Fact]
    public void The_lock_of_a_killed_node_is_free_while_the_build_goes_down()
    {
        var gate = new Gate(_folder, "held");
        UserProject.Plain(_folder, "holds", new LockedTarget($"Key='{_key}'") { Before = NodeReport.Task, Inside = gate.Task });
        using var held = HeldLock.By(Traversal("holds.proj").Given("-m:1").With("MSBUILDNOINPROCNODE", "1"), gate);
        held.Build.WaitForOutput("outputs|"); // which comes after it
        int node = Assert.Single(NodeReport.In(new BuildResult(0, TestClock.Now, [.. held.Build.Lines.Where(l => !l.Text.Contains("$PPID", StringComparison.Ordinal))])));
        Assert.NotEqual(held.Build.ProcessId, node);
        using Build waits = UserProject.Plain(_folder, "other", new LockedTarget($"Key='{_key}'")).Start();
        waits.WaitForOutput("BL1001");

        TimeSpan killed = TestClock.Now;
        Signals.Send(node, Signals.Kill);
        Assert.InRange(waits.WaitForOutput("outputs|True|True").At - killed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        waits.WaitForEnd().AssertSuccess();
    }

    private static void AssertFreedByFailure(Build build, Gate gate)
    {
        gate.WaitUntilReached(1, build);
        build.WaitForOutput("BL1001");
        TimeSpan failed = TestClock.Now;
        gate.Open();
        TimeSpan went = build.WaitForOutput("outputs|True|True").At - failed;

        TestContext.Current.SendDiagnosticMessage($"the waiting project went on {went.TotalMilliseconds:0} ms after the other was told to fail");
        Assert.InRange(went, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        BuildResult result = build.WaitForEnd();
        result.AssertOneError("X1");
        Assert.Contains("BL1002", result.Messages); // what the failed one protected may be half written
    }

    [Theory]
    [InlineData("<MSBuild Projects='other.proj' ContinueOnError='true' />")]
    [InlineData("<MSBuild Projects='holds.proj' Targets='Fail' ContinueOnError='true' />")]
    [InlineData("<MSBuild Projects='holds.proj' Targets='Fail' Properties='Another=configuration' ContinueOnError='true' />")]
    [InlineData("<CallTarget Targets='Fail' ContinueOnError='true' />")]
    [InlineData("<Error Code='X1' Text='on purpose' ContinueOnError='true' />")]
    [InlineData("<Error Code='X1' Text='on purpose' ContinueOnError='ErrorAndContinue' />")]
    public void A_failure_that_the_holder_survives_does_not_free_its_lock(string failure)
    {
        var gate = new Gate(_folder, "held");
        const string Fail = "<Target Name='Fail'><Error Code='X1' Text='on purpose' /></Target>";
        UserProject.Plain(_folder, "other", Fail, "<Target Name='Build' DependsOnTargets='Fail' />");
        UserProject holds = UserProject.Plain(_folder, "holds", new LockedTarget($"Key='{_key}'") { Inside = failure + gate.Task }, Fail);

        using var held = HeldLock.By(holds, gate);
        UserProject.Plain(_folder, "tries", new LockedTarget($"Key='{_key}'") { Settings = "Timeout='0'" }).Run().AssertOneError("BL2001");
        Assert.DoesNotContain("BL1006", held.Finish().Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_failure_of_another_project_does_not_free_a_lock()
    {
        var gate = new Gate(_folder, "held");
        var failing = new Gate(_folder, "failing");
        UserProject.Plain(_folder, "holds", new LockedTarget($"Key='{_key}'") { Inside = gate.Task });
        UserProject.Plain(_folder, "fails", $"<Target Name='Build'>{failing.Task}<Error Code='X1' Text='on purpose' /></Target>");
        UserProject all = Traversal("fails.proj;holds.proj").Given("-mt", "-m:2");

        using Build build = all.Start();
        gate.WaitUntilReached(1, build);
        failing.WaitUntilReached(1, build);
        failing.Open();
        build.WaitForOutput("X1");
        build.WaitForOutput("fails.proj\" (default targets) -- FAILED");
        UserProject.Plain(_folder, "tries", new LockedTarget($"Key='{_key}'") { Settings = "Timeout='0'" }).Run().AssertOneError("BL2001");
        gate.Open();
        BuildResult result = build.WaitForEnd();
        result.AssertOneError("X1");
        Assert.Empty(result.Warnings);
    }

    /// <summary>The holder needs another project built; those who wait must not occupy the nodes that it takes.</summary>
    [Fact]
    public void Waiting_projects_let_the_holder_build_what_it_needs()
    {
        var gate = new Gate(_folder, "held");
        UserProject.Plain(_folder, "holds", new LockedTarget($"Key='{_key}'") { Inside = gate.Task + "<MSBuild Projects='needed.proj' />" });
        UserProject.Plain(_folder, "needed", "<Target Name='Build'><Exec Command='echo needed' /></Target>");
        UserProject.Plain(_folder, "waits", Waits("60s"));
        UserProject.Plain(_folder, "waits2", Waits("60s"));

        using Build build = Traversal("holds.proj;waits.proj;waits2.proj").Given("-m:2").Start();
        gate.WaitUntilReached(1, build);
        Patience.Until(() => Asked == 2, "both other projects asked for the lock", build);
        build.WaitForOutput("BL1001");
        TimeSpan opened = TestClock.Now;
        gate.Open();
        BuildResult result = build.WaitForEnd();

        result.AssertSuccess();
        Assert.InRange(result.EndedAt - opened, TimeSpan.Zero, TimeSpan.FromSeconds(15));
    }

    [Fact]
    public void Waiting_projects_leave_their_nodes_to_others()
    {
        using var held = HeldLock.Of(_folder, $"Key='{_key}'");
        UserProject.Plain(_folder, "waits", Waits("60s"));
        UserProject.Plain(_folder, "waits2", Waits("60s"));

        // Whichever of the three comes first: two wait and the third is built, on two nodes.
        var other = new Gate(_folder, "other");
        UserProject.Plain(_folder, "other", $"<Target Name='Build'>{other.Task}<Exec Command='echo built meanwhile' /></Target>");

        using Build build = Traversal("waits.proj;waits2.proj;other.proj").Given("-m:2").Start();
        Patience.Until(() => Asked == 2, "both other projects asked for the lock", build);
        other.WaitUntilReached(1, build);
        other.Open();
        build.WaitForOutput("built meanwhile");
        Assert.False(build.HasEnded);
        held.Finish().AssertSuccess();
        build.WaitForEnd().AssertSuccess();
    }

    private int Asked => System.IO.Directory.GetFiles(_folder.Path, "asked.*").Length;

    private UserProject Traversal(string projects)
        => UserProject.Raw(_folder, "all.proj", $"""
            <Project>
              <Target Name="Build">
                <MSBuild Projects="{projects}" BuildInParallel="true" />
              </Target>
            </Project>
            """);

    // Asks only once the other has the lock: a build knows no order of two projects side by side.
    private LockedTarget Waits(string timeout) => new($"Key='{_key}'")
    {
        Before = $"<Exec Command='while [ ! -e &quot;{_folder.Path}&quot;/held.reached.* ] &amp;&amp; [ -d &quot;{_folder.Path}&quot; ]; do sleep 0.02; done; : &gt; &quot;{_folder.Path}&quot;/asked.$$' />",
        Settings = $"Timeout='{timeout}'",
    };
}
