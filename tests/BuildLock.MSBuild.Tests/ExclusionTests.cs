using System;
using System.Linq;
using BuildLock.MSBuild.Tests.Builds;
using BuildLock.MSBuild.Tests.Projects;
using Xunit;

namespace BuildLock.MSBuild.Tests;

/// <summary>A failure frees what its own run holds, and nothing else: also where the threads of one process build several
/// projects that had all started before the package heard of the first.</summary>
public sealed class ExclusionTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly string _key = LockKeys.Fresh("exclusion");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("-mt -m:2")]
    [InlineData("-mt -m:4")]
    [InlineData("-m:2")]
    public void A_failed_configuration_of_a_project_does_not_free_the_lock_of_another_configuration(string mode)
    {
        var held = new Gate(_folder, "held");
        var failing = new Gate(_folder, "failing");
        UserProject.Plain(
            _folder,
            "both",
            new LockedTarget($"Key='{_key}'") { Name = "Holds", Inside = held.Task },
            $"<Target Name='Fails'>{failing.Task}<Error Code='X1' Text='on purpose' /></Target>",
            "<Target Name='Build' DependsOnTargets='$(Which)' />");
        UserProject all = UserProject.Raw(_folder, "all.proj", """
            <Project>
              <ItemGroup>
                <Each Include="both.proj" AdditionalProperties="Which=Holds" />
                <Each Include="both.proj" AdditionalProperties="Which=Fails" />
              </ItemGroup>
              <Target Name="Build">
                <MSBuild Projects="@(Each)" BuildInParallel="true" />
              </Target>
            </Project>
            """);

        AssertHeldAfterFailure(all.Given(mode.Split(' ')), held, failing, "both.proj\" (default targets) -- FAILED");
    }

    [Theory]
    [InlineData("-mt -graph -m:2")]
    [InlineData("-mt -m:2")]
    [InlineData("-graph -m:2")]
    public void A_failed_framework_of_a_project_does_not_free_the_lock_of_another_framework(string mode)
    {
        var held = new Gate(_folder, "held");
        var failing = new Gate(_folder, "failing");
        UserProject project = UserProject.Sdk(
            _folder,
            "Frameworks",
            $"""
            <Target Name="Holds" BeforeTargets="CoreCompile" Condition="'$(TargetFramework)' == 'net10.0'">
              <AcquireProcessLock Key="{_key}" />
              {held.Task}
              <ReleaseProcessLock Key="{_key}" />
            </Target>
            <Target Name="Fails" BeforeTargets="CoreCompile" Condition="'$(TargetFramework)' == 'netstandard2.1'">
              {failing.Task}
              <Error Code="X1" Text="on purpose" />
            </Target>
            """,
            "<TargetFrameworks>netstandard2.1;net10.0</TargetFrameworks><DisableImplicitFrameworkReferences>true</DisableImplicitFrameworkReferences>"); // compiles nothing, so needs no packages
        project.As("restore").RunWell();
        AssertHeldAfterFailure(project.Given("--no-restore").Given(mode.Split(' ')), held, failing, "-- FAILED");
    }

    [Theory]
    [InlineData("-mt -m:2")]
    [InlineData("-m:2")]
    [InlineData("-m:1")]
    public void A_lock_kept_for_the_rest_of_the_build_outlives_the_failure_of_another_project(string mode)
    {
        var kept = new Gate(_folder, "kept");
        var failing = new Gate(_folder, "failing");
        var later = new Gate(_folder, "later");
        UserProject.Plain(_folder, "keeps", new LockedTarget($"Key='{_key}'") { Before = kept.Task, Releases = false });
        UserProject.Plain(_folder, "fails", $"<Target Name='Build'>{failing.Task}<Error Code='X1' Text='on purpose' /></Target>");
        UserProject all = UserProject.Raw(_folder, "all.proj", $"""
            <Project>
              <Target Name="Build">
                <MSBuild Projects="keeps.proj;fails.proj" BuildInParallel="true" ContinueOnError="true" />
                {later.Task}
              </Target>
            </Project>
            """);

        using Build build = all.Given(mode.Split(' ')).Start();
        kept.WaitUntilReached(1, build);
        if (mode != "-m:1")
        {
            failing.WaitUntilReached(1, build); // both had started before the package heard of the first
        }

        kept.Open();
        build.WaitForOutput("outputs|True");
        failing.Open();
        later.WaitUntilReached(1, build);
        UserProject.Plain(_folder, "tries", new LockedTarget($"Key='{_key}'") { Settings = "Timeout='0'" }).Run().AssertOneError("BL2001");
        later.Open();
        Assert.Equal(["X1"], build.WaitForEnd().Errors.Distinct());
    }

    /// <summary>MSBuild stops at such an error by an exception: no target fails, and the project is not said to have stopped.</summary>
    [Theory]
    [InlineData("MSB4086", "<Target Name='Bad' Condition=\"'$(Nothing)' &gt; '1'\" />", "-m:1")]
    [InlineData("MSB4086", "<Target Name='Bad' Condition=\"'$(Nothing)' &gt; '1'\" />", "-m:2")]
    [InlineData("MSB4086", "<Target Name='Bad' Condition=\"'$(Nothing)' &gt; '1'\" />", "-mt -m:2")]
    [InlineData("MSB4057", "<Target Name='Bad' DependsOnTargets='Missing' />", "-m:1")]
    [InlineData("MSB4057", "<Target Name='Bad' DependsOnTargets='Missing' />", "-m:2")]
    [InlineData("MSB4006", "<Target Name='Bad' DependsOnTargets='Circle' /><Target Name='Circle' DependsOnTargets='Bad' />", "-m:1")]
    [InlineData("MSB4006", "<Target Name='Bad' DependsOnTargets='Circle' /><Target Name='Circle' DependsOnTargets='Bad' />", "-m:2")]
    public void A_project_that_an_error_outside_of_tasks_stops_frees_its_lock(string code, string bad, string mode)
    {
        UserProject.Plain(_folder, "stops", new LockedTarget($"Key='{_key}'") { Name = "Takes", Releases = false }, bad, "<Target Name='Build' DependsOnTargets='Takes;Bad' />");
        UserProject.Plain(_folder, "next", new LockedTarget($"Key='{_key}'") { Settings = "Timeout='10s'" });
        UserProject all = UserProject.Raw(_folder, "all.proj", """
            <Project>
              <Target Name="Build">
                <MSBuild Projects="stops.proj" ContinueOnError="true" />
                <MSBuild Projects="next.proj" />
              </Target>
            </Project>
            """);

        BuildResult result = all.Given(mode.Split(' ')).Run();
        Assert.Equal([code], result.Errors);
        Assert.Equal([true, true], AcquireOutputs.AllOf(result).Select(outputs => outputs.Held));
    }

    private void AssertHeldAfterFailure(UserProject all, Gate held, Gate failing, string failed)
    {
        using Build build = all.Start();
        held.WaitUntilReached(1, build);
        failing.WaitUntilReached(1, build);
        failing.Open();
        build.WaitForOutput("X1");
        build.WaitForOutput(failed);
        UserProject.Plain(_folder, "tries", new LockedTarget($"Key='{_key}'") { Settings = "Timeout='0'" }).Run().AssertOneError("BL2001");
        held.Open();
        BuildResult result = build.WaitForEnd();
        Assert.Equal(["X1"], result.Errors.Where(code => !code.StartsWith("CS", StringComparison.Ordinal)).Distinct());
        Assert.DoesNotContain("BL1006", result.Text, StringComparison.Ordinal);
    }
}
