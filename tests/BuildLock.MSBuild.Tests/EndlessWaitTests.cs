using System;
using System.Linq;
using BuildLock.MSBuild.Tests.Builds;
using BuildLock.MSBuild.Tests.Projects;
using Xunit;

namespace BuildLock.MSBuild.Tests;

/// <summary>Waits within one build that could only end with their time-out.</summary>
public sealed class EndlessWaitTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly string _key = LockKeys.Fresh("endless");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void On_one_node_a_project_that_the_holder_builds_is_refused_at_once()
    {
        UserProject.Plain(_folder, "inner", Takes());
        UserProject outer = UserProject.Plain(_folder, "outer", new LockedTarget($"Key='{_key}'") { Inside = "<MSBuild Projects='inner.proj' />" });

        string error = AssertRefused(outer.Given("-m:1"));
        Assert.Contains("held by this same build (project outer.proj, target Build, in " + _folder.Path, error, StringComparison.Ordinal);
        Assert.Contains("the build has one node", error, StringComparison.Ordinal);
    }

    [Fact]
    public void On_one_node_a_framework_is_refused_what_the_whole_project_holds()
    {
        UserProject project = UserProject.Plain(
            _folder,
            "frameworks",
            "<Target Name='Build' DependsOnTargets='$(Step)' />",
            "<PropertyGroup><Step Condition=\"'$(TargetFramework)' == ''\">Outer</Step><Step Condition=\"'$(TargetFramework)' != ''\">Inner</Step></PropertyGroup>",
            new LockedTarget($"Key='{_key}'") { Name = "Outer", Inside = "<MSBuild Projects='frameworks.proj' Properties='TargetFramework=net10.0' />" },
            new LockedTarget($"Key='{_key}'") { Name = "Inner", Settings = "Timeout='60s'" });
        AssertRefused(project.Given("-m:1"));
    }

    [Theory]
    [InlineData("-m:1")]
    [InlineData("-mt -m:2")]
    public void A_lock_that_another_project_keeps_to_the_end_of_the_build_is_refused_at_once(string mode)
    {
        UserProject.Plain(_folder, "keeps", new LockedTarget($"Key='{_key}'") { Releases = false });
        UserProject.Plain(_folder, "wants", Takes());
        UserProject all = UserProject.Raw(_folder, "all.proj", "<Project><Target Name='Build'><MSBuild Projects='keeps.proj' /><MSBuild Projects='wants.proj' /></Target></Project>");
        Assert.Contains("that project's run has ended without releasing it", AssertRefused(all.Given(mode.Split(' '))), StringComparison.Ordinal);
    }

    /// <summary>Acquire without release in several frameworks: on two nodes, in two processes.</summary>
    [Theory]
    [InlineData("-m:2")]
    [InlineData("-m:2 -nodeReuse:true")]
    [InlineData("-mt -m:2")]
    public void Who_waits_for_a_project_that_then_keeps_the_lock_is_refused_whatever_node_it_waits_on(string mode)
    {
        using var left = new LeftProcesses();
        var gate = new Gate(_folder, "held");
        UserProject.Plain(_folder, "frameworks", new LockedTarget($"Key='{_key}'") { Before = NodeReport.Task, Settings = "Timeout='60s'", Inside = gate.Task, Releases = false });
        UserProject all = UserProject.Raw(_folder, "all.proj", """
            <Project>
              <ItemGroup><Each Include="frameworks.proj" AdditionalProperties="TargetFramework=net10.0" /><Each Include="frameworks.proj" AdditionalProperties="TargetFramework=net9.0" /></ItemGroup>
              <Target Name="Build"><MSBuild Projects="@(Each)" BuildInParallel="true" /></Target>
            </Project>
            """).Given(mode.Split(' '));

        using Build build = (mode.Contains("nodeReuse", StringComparison.Ordinal) ? left.Reusing(all) : all).Start();
        gate.WaitUntilReached(1, build);
        Assert.Contains("The holder is this same build.", build.WaitForOutput("BL1001").Text, StringComparison.Ordinal);
        TimeSpan opened = TestClock.Now;
        gate.Open();
        BuildResult result = build.WaitForEnd();

        Assert.Contains("ended without releasing it", result.AssertOneError("BL2002"), StringComparison.Ordinal);
        Assert.InRange(result.EndedAt - opened, TimeSpan.Zero, TimeSpan.FromSeconds(25));
        Assert.Equal(mode.StartsWith("-mt", StringComparison.Ordinal) ? 1 : 2, NodeReport.In(result).Distinct().Count());
    }

    [Fact]
    public void Of_two_projects_in_one_process_that_take_two_locks_in_opposite_order_one_is_refused_at_once()
    {
        string other = _key + " too";
        var start = new Gate(_folder, "start");
        string Both(string one, string two) => $"<Target Name='Build'>{LockedTarget.Acquire($"Key='{one}'")}{start.Task}{LockedTarget.Acquire($"Key='{two}' Timeout='60s'")}{LockedTarget.Release($"Key='{two}'")}{LockedTarget.Release($"Key='{one}'")}</Target>";
        UserProject.Plain(_folder, "a", Both(_key, other));
        UserProject.Plain(_folder, "b", Both(other, _key));
        UserProject all = UserProject.Raw(_folder, "all.proj", "<Project><Target Name='Build'><MSBuild Projects='a.proj;b.proj' BuildInParallel='true' /></Target></Project>");

        using Build build = all.Given("-mt", "-m:2").Start();
        start.WaitUntilReached(2, build);
        TimeSpan opened = TestClock.Now;
        start.Open();
        BuildResult result = build.WaitForEnd();
        Assert.Contains("Take the two in the same order everywhere.", result.AssertOneError("BL2002"), StringComparison.Ordinal);
        Assert.InRange(result.EndedAt - opened, TimeSpan.Zero, TimeSpan.FromSeconds(15));
        Assert.Equal(3, AcquireOutputs.AllOf(result).Count(outputs => outputs.Held)); // the other one got both
    }

    /// <summary>Nobody can know there that it will never end: the holder may not wait for this project at all.</summary>
    [Fact]
    public void A_wait_in_vain_for_the_same_build_says_so_and_not_to_end_the_holder()
    {
        UserProject.Plain(_folder, "inner", new LockedTarget($"Key='{_key}'") { Settings = "Timeout='1500ms'" });
        UserProject outer = UserProject.Plain(_folder, "outer", new LockedTarget($"Key='{_key}'") { Inside = "<MSBuild Projects='inner.proj' />" });
        BuildResult result = outer.Given("-m:2").Run();

        string error = result.AssertOneError("BL2001");
        Assert.Contains("The holder is this same build.", error, StringComparison.Ordinal);
        Assert.DoesNotContain("end the holder", error, StringComparison.Ordinal);
        Assert.Contains("The holder is this same build.", result.TextOf("BL1001"), StringComparison.Ordinal);
    }

    /// <summary>Nothing is in the way there.</summary>
    [Theory]
    [InlineData("Key='{0}' Engine='none'")]
    [InlineData("Key='{0} $(MSBuildProjectName)'")]
    [InlineData("Key='{0}' Namespace='$(MSBuildProjectName)'")]
    public void Another_lock_is_not_refused(string attributes)
    {
        string which = string.Format(System.Globalization.CultureInfo.InvariantCulture, attributes, _key);
        UserProject.Plain(_folder, "inner", new LockedTarget(which) { Settings = "Timeout='5s'" });
        UserProject.Plain(_folder, "outer", new LockedTarget(which) { Inside = "<MSBuild Projects='inner.proj' />" }).Given("-m:1").RunWell();
    }

    [Theory]
    [InlineData("-m:1")]
    [InlineData("-m:2")]
    public void What_a_solution_takes_in_its_restore_is_free_for_its_build(string mode)
    {
        UserProject project = UserProject.Sdk(_folder, "App", "<Target Name='CoreCompile' />", withPackage: false);
        _folder.Write("Directory.Solution.targets", $"""
            <Project InitialTargets="ReadProcessLockSettings">
              <Import Project="{PackageUnderTest.Props}" />
              <Import Project="{PackageUnderTest.Targets}" />
              <Target Name="TakeLock" BeforeTargets="Restore;Build">
                {LockedTarget.Acquire($"Key='{_key}' Timeout='30s'")}
              </Target>
            </Project>
            """);
        UserProject solution = UserProject.Raw(_folder, "S.sln", """

            Microsoft Visual Studio Solution File, Format Version 12.00
            Project("{FAE04EC0-301F-11D3-BF4B-00C04F79EFBC}") = "App", "App\App.csproj", "{11111111-1111-1111-1111-111111111111}"
            EndProject
            Global
            	GlobalSection(SolutionConfigurationPlatforms) = preSolution
            		Debug|Any CPU = Debug|Any CPU
            	EndGlobalSection
            	GlobalSection(ProjectConfigurationPlatforms) = postSolution
            		{11111111-1111-1111-1111-111111111111}.Debug|Any CPU.ActiveCfg = Debug|Any CPU
            	EndGlobalSection
            EndGlobal
            """);
        Assert.NotNull(project);
        BuildResult result = solution.As("build").Given(mode).Run();

        Assert.Equal([("True", "False"), ("True", "False")], AcquireOutputs.AllOf(result).Select(o => (o.Acquired, o.Waited)));
        Assert.DoesNotContain("BL2", result.Text, StringComparison.Ordinal);
    }

    private LockedTarget Takes() => new($"Key='{_key}'") { Settings = "Timeout='60s'" };

    private static string AssertRefused(UserProject project)
    {
        TimeSpan started = TestClock.Now;
        BuildResult result = project.Run();
        string error = result.AssertOneError("BL2002");
        Assert.InRange(result.EndedAt - started, TimeSpan.Zero, TimeSpan.FromSeconds(25)); // with the start of a build on a busy machine; in vain it would be 60
        Assert.DoesNotContain("BL1001", result.Text, StringComparison.Ordinal);
        return error;
    }
}
