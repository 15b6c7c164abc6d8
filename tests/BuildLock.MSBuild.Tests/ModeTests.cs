using System;
using System.Linq;
using BuildLock.MSBuild.Tests.Builds;
using BuildLock.MSBuild.Tests.Projects;
using Xunit;

namespace BuildLock.MSBuild.Tests;

/// <summary>The ways to run a build: in each, projects that want one lock take turns, and one that fails frees it for the next.</summary>
public sealed class ModeTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly string _key = LockKeys.Fresh("mode");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("-m:1")]
    [InlineData("-m:2")]
    [InlineData("-m:3")]
    [InlineData("-m:4")]
    [InlineData("-mt -m:1")]
    [InlineData("-mt -m:3")]
    [InlineData("-graph -m:2")]
    [InlineData("-graph -isolate -m:2")]
    [InlineData("-mt -graph -isolate -m:2")]
    [InlineData("-m:2 -nodeReuse:true")]
    [InlineData("server")]
    public void Projects_take_turns_and_a_failed_one_frees_its_lock(string mode)
    {
        using var left = new LeftProcesses();
        var work = new OneAtATime(_folder);
        string[] names = ["a", "b", "c", "d"];
        foreach (string name in names)
        {
            string end = name is "a" or "b" ? "<Error Code='X1' Text='on purpose' />" : string.Empty;
            UserProject.Plain(_folder, name, new LockedTarget($"Key='{_key}'") { Settings = "Timeout='60s'", Inside = work.Task + end });
        }

        // As the Traversal SDK has them, so that the static graph and -isolate know them too.
        UserProject all = UserProject.Raw(_folder, "all.proj", $"""
            <Project DefaultTargets="Build">
              <ItemGroup>
                <ProjectReference Include="{string.Join(';', names.Select(name => name + ".proj"))}" />
                <ProjectReferenceTargets Include="Build" Targets=".default" />
              </ItemGroup>
              <Target Name="Build">
                <MSBuild Projects="@(ProjectReference)" BuildInParallel="true" ContinueOnError="true" />
              </Target>
            </Project>
            """);
        BuildResult result = mode == "server" ? left.Served(all).Run()
            : mode.Contains("nodeReuse", StringComparison.Ordinal) ? left.Reusing(all).Given(mode.Split(' ')).Run()
            : all.Given(mode.Split(' ')).Run();

        Assert.Equal(["X1", "X1"], result.Errors.Where(code => code.Length > 0));
        work.AssertDone(4);
        Assert.Equal(4, AcquireOutputs.AllOf(result).Count(outputs => outputs.Held));
    }

    [Fact]
    public void A_batched_task_takes_and_releases_each_key()
    {
        UserProject project = UserProject.Plain(
            _folder,
            "batches",
            $"<ItemGroup><Each Include='{_key} 1;{_key} 2' /></ItemGroup>",
            "<Target Name='Build'><AcquireProcessLock Key='%(Each.Identity)' Timeout='0' /><ReleaseProcessLock Key='%(Each.Identity)' /></Target>");
        Assert.Empty(project.RunWell().Warnings);
    }

    [Theory]
    [InlineData("publish")]
    [InlineData("pack")]
    [InlineData("clean")]
    public void A_command_of_the_SDK_runs_the_projects_hooks_under_the_lock(string verb)
    {
        UserProject project = UserProject.Sdk(_folder, "App", $"<Target Name='Locked' AfterTargets='{verb}'>{LockedTarget.Acquire($"Key='{_key}' Timeout='0'")}{LockedTarget.Release($"Key='{_key}'")}</Target>");
        project.As("restore").RunWell();
        Assert.True(Assert.Single(AcquireOutputs.AllOf(project.As(verb).RunWell())).Held);
    }
}
