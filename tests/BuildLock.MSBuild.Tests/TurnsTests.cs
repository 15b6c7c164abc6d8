using System;
using System.Collections.Generic;
using System.Linq;
using BuildLock.MSBuild.Tests.Builds;
using BuildLock.MSBuild.Tests.Projects;
using Xunit;

namespace BuildLock.MSBuild.Tests;

/// <summary>Builds with one key take turns.</summary>
public sealed class TurnsTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public void A_second_build_gets_in_only_when_the_first_is_out(string engine)
    {
        string key = LockKeys.Fresh("turns");
        var gate = new Gate(_folder, "inside");
        UserProject project = UserProject.Plain(_folder, "turns", new LockedTarget($"Key='{key}' Engine='{engine}'") { Inside = gate.Task });

        using var first = HeldLock.By(project, gate);
        using Build second = project.Start();
        second.WaitForOutput("BL1001");
        Assert.Equal(1, gate.Reached);

        AcquireOutputs had = Assert.Single(AcquireOutputs.AllOf(first.Finish()));
        BuildResult result = second.WaitForEnd();
        result.AssertSuccess();
        Assert.Equal(2, gate.Reached);

        AcquireOutputs got = Assert.Single(AcquireOutputs.AllOf(result));
        Assert.Equal(("True", "False", "0", "None"), (had.Acquired, had.Waited, had.WaitedMilliseconds, had.PreviousOutcome));
        Assert.Equal(("True", "True", "Released"), (got.Acquired, got.Waited, got.PreviousOutcome));
        Assert.InRange(got.Milliseconds, 1000, (int)TestClock.Now.TotalMilliseconds);
        Assert.True(got.Token > had.Token, $"{got.Token} after {had.Token}");
        Assert.Equal(["BL1001", "BL1003", "BL1007"], result.Messages);
        Assert.Empty(result.Warnings);
    }

    [Fact]
    public void With_engine_none_both_are_in_at_once()
    {
        var gate = new Gate(_folder, "inside");
        UserProject project = UserProject.Plain(_folder, "none", new LockedTarget($"Key='{LockKeys.Fresh("none")}' Engine='none'") { Inside = gate.Task });

        using Build first = project.Start();
        using Build second = project.Start();
        gate.WaitUntilReached(first, second);
        gate.Open();

        first.WaitForEnd().AssertSuccess();
        second.WaitForEnd().AssertSuccess();
    }

    [Theory]
    [InlineData("Key='shared {0}'", "Key='Shared {0}'")]
    [InlineData("Key='shared {0}'", "Key='shared {0} '")]
    [InlineData("Key='caf\u00e9 {0}'", "Key='cafe\u0301 {0}'")]
    [InlineData("Key='shared {0}'", "Key='shared {0}' Namespace='other'")]
    [InlineData("Key='shared {0}' Namespace='one'", "Key='shared {0}' Namespace='One'")]
    [InlineData("Key='shared {0}' Engine='lockdir'", "Key='shared {0}' Engine='lockdir' Namespace='other'")]
    public void Another_key_is_another_lock(string one, string other)
    {
        string unique = LockKeys.Fresh(string.Empty);
        var gate = new Gate(_folder, "inside");
        using Build first = Holding("one", string.Format(one, unique)).Start();
        using Build second = Holding("other", string.Format(other, unique)).Start();

        gate.WaitUntilReached(first, second);
        gate.Open();

        foreach (BuildResult result in new[] { first.WaitForEnd(), second.WaitForEnd() })
        {
            result.AssertSuccess();
            Assert.Equal("False", Assert.Single(AcquireOutputs.AllOf(result)).Waited);
        }

        UserProject Holding(string name, string attributes) => UserProject.Plain(_folder, name, new LockedTarget(attributes) { Inside = gate.Task });
    }

    [Theory]
    [MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public void Four_builds_at_once_never_overlap(string engine)
    {
        const int Builds = 4;
        string key = LockKeys.Fresh("four");
        var start = new Gate(_folder, "start");
        var work = new OneAtATime(_folder);
        UserProject project = UserProject.Plain(
            _folder,
            "four",
            new LockedTarget($"Key='{key}' Engine='{engine}'") { Name = "Once", Before = start.Task, Inside = work.Task },
            new LockedTarget($"Key='{key}' Engine='{engine}'") { Name = "Again", Inside = work.Task },
            "<Target Name='Build' DependsOnTargets='Once;Again' />");

        List<Build> builds = [.. Enumerable.Range(0, Builds).Select(_ => project.Start())];
        try
        {
            start.WaitUntilReached([.. builds]);
            start.Open();
            builds.ForEach(build => build.WaitForEnd().AssertSuccess());
        }
        finally
        {
            builds.ForEach(build => build.Dispose());
        }

        work.AssertDone(2 * Builds);
    }

    [Fact]
    public void Projects_of_one_parallel_build_take_turns()
    {
        string key = LockKeys.Fresh("solution");
        var work = new OneAtATime(_folder);
        string[] names = ["One", "Two", "Three", "Four"];
        foreach (string name in names)
        {
            UserProject.Plain(_folder, name, new LockedTarget($"Key='{key}'") { Inside = work.Task }, "<Target Name='Locked' DependsOnTargets='Build' />");
        }

        UserProject all = UserProject.Raw(_folder, "all.proj", $"""
            <Project DefaultTargets="Build">
              <Target Name="Build">
                <MSBuild Projects="{string.Join(".proj;", names)}.proj" BuildInParallel="true" />
              </Target>
            </Project>
            """);

        all.Given("-m:3").RunWell();
        work.AssertDone(names.Length);
    }

    [Fact]
    public void A_lock_spans_targets_of_one_project()
    {
        string key = LockKeys.Fresh("span");
        var gate = new Gate(_folder, "inside");
        UserProject project = UserProject.Plain(
            _folder,
            "span",
            $"<Target Name='Work' DependsOnTargets='Prepare'>{gate.Task}</Target>",
            "<Target Name='Prepare' />",
            $"<Target Name='Take' BeforeTargets='Prepare'>{LockedTarget.Acquire($"Key='{key}'")}</Target>",
            $"<Target Name='GiveBack' AfterTargets='Work'>{LockedTarget.Release($"Key='{key}'")}<Message Importance='high' Text='given back' /></Target>").Given("-t:Work");
        UserProject other = UserProject.Plain(_folder, "other", new LockedTarget($"Key='{key}'") { Settings = "Timeout='0'" });

        using var held = HeldLock.By(project, gate);
        other.Run().AssertOneError("BL2001");
        held.Finish().AssertSuccess();
        other.RunWell();
    }
}
