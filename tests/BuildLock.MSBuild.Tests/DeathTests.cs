using System;
using System.Linq;
using BuildLock.MSBuild.Tests.Builds;
using BuildLock.MSBuild.Tests.Projects;
using Xunit;

namespace BuildLock.MSBuild.Tests;

/// <summary>However a holder ends, the next build gets on.</summary>
public sealed class DeathTests : IDisposable
{
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(5);

    private readonly TestFolder _folder = new();
    private readonly string _key = LockKeys.Fresh("death");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public void A_killed_holder_frees_its_lock_and_the_next_build_is_told(string engine)
    {
        string attributes = $"Key='{_key}' Engine='{engine}'";
        using var held = HeldLock.Of(_folder, attributes);
        using Build waiting = Waiting(attributes);

        TimeSpan killed = TestClock.Now;
        held.Build.Kill();
        BuildResult result = AssertGoesOn(waiting, killed, "kill -9 with " + engine);

        Assert.Equal("Abandoned", Assert.Single(AcquireOutputs.AllOf(result)).PreviousOutcome);
        Assert.Contains("BL1002", result.Messages);
        string warning = result.TextOf("BL1002");
        Assert.Contains(_key, warning, StringComparison.Ordinal);
        Assert.Contains($"pid {held.Build.ProcessId}", warning, StringComparison.Ordinal);
        Assert.Contains("holder.proj", warning, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("port-quorum", "Abandoned")]
    [InlineData("lockdir", "Abandoned")]
    [InlineData("lockfile", "Abandoned")]
    [InlineData("oslock", "Abandoned")]
    public void A_lock_left_by_a_killed_build_is_free_for_a_later_one(string engine, string outcome)
    {
        string attributes = $"Key='{_key}' Engine='{engine}'";
        using (var held = HeldLock.Of(_folder, attributes))
        {
            held.Build.Kill();
            held.Build.WaitForEnd();
        }

        BuildResult result = UserProject.Plain(_folder, "later", new LockedTarget(attributes) { Settings = "Timeout='0'" }).RunWell();
        Assert.Equal(outcome, Assert.Single(AcquireOutputs.AllOf(result)).PreviousOutcome);
        Assert.Equal(outcome != "None", result.Messages.Contains("BL1002"));
    }

    [Theory]
    [MemberData(nameof(Engines.Kinds), MemberType = typeof(Engines))]
    public void Ctrl_C_on_the_holder_frees_its_lock(string engine)
    {
        string attributes = $"Key='{_key}' Engine='{engine}'";
        using var held = HeldLock.Of(_folder, attributes);
        using Build waiting = Waiting(attributes);

        TimeSpan interrupted = TestClock.Now;
        held.Build.Interrupt();
        AssertGoesOn(waiting, interrupted, "SIGINT with " + engine);

        Assert.Equal(1, held.Build.WaitForEnd().ExitCode);
    }

    [Theory]
    [MemberData(nameof(Engines.Kinds), MemberType = typeof(Engines))]
    public void SIGTERM_to_the_holder_frees_its_lock_and_the_next_build_is_told(string engine)
    {
        string attributes = $"Key='{_key}' Engine='{engine}'";
        using var held = HeldLock.Of(_folder, attributes);
        using Build waiting = Waiting(attributes);

        TimeSpan terminated = TestClock.Now;
        held.Build.Terminate();
        BuildResult result = AssertGoesOn(waiting, terminated, "SIGTERM with " + engine);

        Assert.Equal("Abandoned", Assert.Single(AcquireOutputs.AllOf(result)).PreviousOutcome);
        Assert.Contains("BL1002", result.Messages);
    }

    [Theory]
    [MemberData(nameof(Engines.Kinds), MemberType = typeof(Engines))]
    public void Ctrl_C_on_a_waiting_build_ends_its_wait_at_once_and_hurts_nobody(string engine)
    {
        string attributes = $"Key='{_key}' Engine='{engine}'";
        using var held = HeldLock.Of(_folder, attributes);
        using Build waiting = Waiting(attributes);

        TimeSpan interrupted = TestClock.Now;
        waiting.Interrupt();
        BuildResult result = waiting.WaitForEnd();

        Assert.InRange(result.EndedAt - interrupted, TimeSpan.Zero, AtOnce);
        Assert.Equal(1, result.ExitCode);
        Assert.Empty(result.Errors);
        Assert.Empty(AcquireOutputs.AllOf(result));
        Tries(attributes).Run().AssertOneError("BL2001");
        held.Finish().AssertSuccess();
        Tries(attributes).RunWell();
    }

    [Fact]
    public void A_killed_waiting_build_hurts_nobody()
    {
        string attributes = $"Key='{_key}'";
        using var held = HeldLock.Of(_folder, attributes);
        using (Build waiting = Waiting(attributes))
        {
            waiting.Kill();
            waiting.WaitForEnd();
        }

        Tries(attributes).Run().AssertOneError("BL2001");
        held.Finish().AssertSuccess();
        Tries(attributes).RunWell();
    }

    [Theory]
    [MemberData(nameof(Engines.Kinds), MemberType = typeof(Engines))]
    public void A_failing_build_frees_its_lock_at_its_end(string engine)
    {
        string attributes = $"Key='{_key}' Engine='{engine}'";
        var gate = new Gate(_folder, "held");
        UserProject fails = UserProject.Plain(_folder, "fails", new LockedTarget(attributes) { Inside = gate.Task + "<Error Code='X1' Text='on purpose' />" });

        using var held = HeldLock.By(fails, gate);
        using Build waiting = Waiting(attributes);
        TimeSpan failed = TestClock.Now;
        held.Finish().AssertOneError("X1");
        AssertGoesOn(waiting, failed, "failure with " + engine);
    }

    /// <summary>What the lock protects may be half written then, as after a crash.</summary>
    [Theory]
    [MemberData(nameof(Engines.Kinds), MemberType = typeof(Engines))]
    public void After_a_build_that_failed_while_it_held_the_lock_the_next_one_is_told(string engine)
    {
        string attributes = $"Key='{_key}' Engine='{engine}'";
        var gate = new Gate(_folder, "held");
        UserProject fails = UserProject.Plain(_folder, "fails", new LockedTarget(attributes) { Inside = gate.Task + "<Error Code='X1' Text='on purpose' />" });

        using var held = HeldLock.By(fails, gate);
        using Build waiting = Waiting(attributes);
        held.Finish().AssertOneError("X1");
        BuildResult result = waiting.WaitForEnd();

        result.AssertSuccess();
        Assert.Equal("Abandoned", Assert.Single(AcquireOutputs.AllOf(result)).PreviousOutcome);
        Assert.Contains("BL1002", result.Messages);
    }

    [Fact]
    public void On_error_a_target_can_release()
    {
        string attributes = $"Key='{_key}'";
        var gate = new Gate(_folder, "after");
        UserProject fails = UserProject.Plain(
            _folder,
            "fails",
            new LockedTarget(attributes) { Inside = "<Error Code='X1' Text='on purpose' />", After = "<OnError ExecuteTargets='GiveBack' />" },
            $"<Target Name='GiveBack'>{LockedTarget.Release(attributes)}{gate.Task}</Target>");

        using var held = HeldLock.By(fails, gate);
        Tries(attributes).RunWell();
        BuildResult result = held.Finish();
        result.AssertOneError("X1");
        Assert.Empty(result.Warnings);
    }

    [Fact]
    public void A_build_that_never_releases_frees_its_lock_at_its_end()
    {
        UserProject forgets = UserProject.Plain(_folder, "forgets", new LockedTarget($"Key='{_key}'") { Settings = "Timeout='0'", Releases = false });
        forgets.RunWell();
        forgets.RunWell();
    }

    private static BuildResult AssertGoesOn(Build waiting, TimeSpan since, string after)
    {
        TimeSpan went = waiting.WaitForOutput("outputs|").At - since;
        TestContext.Current.SendDiagnosticMessage($"{after}: the waiting build went on after {went.TotalMilliseconds:0} ms");
        Assert.InRange(went, TimeSpan.Zero, AtOnce);
        BuildResult result = waiting.WaitForEnd();
        result.AssertSuccess();
        return result;
    }

    private Build Waiting(string attributes)
    {
        Build build = UserProject.Plain(_folder, "waits", new LockedTarget(attributes)).Start();
        build.WaitForOutput("BL1001");
        return build;
    }

    private UserProject Tries(string attributes) => UserProject.Plain(_folder, "tries", new LockedTarget(attributes) { Settings = "Timeout='0'" });
}
