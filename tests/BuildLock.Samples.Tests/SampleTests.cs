using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using BuildLock.BuildProcesses;
using Xunit;

namespace BuildLock.Samples.Tests;

/// <summary>Each sample under its lock: builds that would do damage without it, at the same time, do none. One after the
/// other, as two builds are enough for a machine of two cores.</summary>
public sealed class SampleTests : IClassFixture<SampleFolders>, IDisposable
{
    private static readonly string[] Debug = ["App", "-c", "Debug"];
    private static readonly string[] Release = ["App", "-c", "Release"];

    private readonly SampleFolders _folders;
    private readonly CancellationTokenSource _deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

    public SampleTests(SampleFolders folders)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The door of these tests is a script for bash.");
        _folders = folders;
        _deadline.CancelAfter(TimeSpan.FromMinutes(3));
    }

    public void Dispose() => _deadline.Dispose();

    // No door: npm ci does most damage when the other one is in the middle, as two nodes of one build are.
    [Fact]
    public async Task NpmCi_installs_once_for_both_frameworks()
    {
        SampleBuilds builds = Sample("NpmCi");
        string? problem = await Npm.ProblemAsync(builds, _deadline.Token);
        Assert.SkipWhen(problem is not null, $"npm does not install the sample's packages here: {problem}");
        await builds.RunAsync("dotnet", "restore");

        await using BuildProcess build = builds.StartBuild(["-m:2"]);
        await builds.EndsWellAsync(build);

        Assert.Equal(2, build.Output.Split("NpmCi -> ").Length - 1);
        Assert.Equal(1, build.Output.Split("added 2 packages").Length - 1);
        await builds.RunAsync("npm", "ls");
    }

    [Fact]
    public async Task CodeGenerator_writes_whole_code_for_both_projects()
    {
        SampleBuilds builds = Sample("CodeGenerator", DataOfItsOwn);
        await builds.RunAsync("dotnet", "restore");

        string said = await builds.BuildTogetherAsync("AddMessages", ["Client"], ["Server"]);

        Assert.Equal(1, said.Split("Generated 800 files").Length - 1);
        Assert.Equal(800, Directory.GetFiles(Path.Combine(builds.Folder, "artifacts", "messages")).Length);
    }

    [Fact]
    public async Task ToolRestore_unpacks_the_tool_for_both_builds()
    {
        // A user who has never used the tool.
        SampleBuilds builds = Sample("ToolRestore", ("DOTNET_CLI_HOME", _folders.Below("home")));
        await builds.RunAsync("dotnet", "restore");

        await builds.BuildTogetherAsync("RestoreTools", Debug[1..], Release[1..]);

        await builds.RunAsync("dotnet", "cake", "--version");
    }

    [Fact]
    public async Task PackageFolder_keeps_the_packages_while_they_are_used()
    {
        SampleBuilds builds = Sample("PackageFolder");
        await builds.RunAsync("dotnet", "restore");

        await using BuildProcess build = builds.StartBuild(["-t:BuildApp"]);
        Task<int> end = build.EndsAsync(_deadline.Token);
        while (!end.IsCompleted)
        {
            await using BuildProcess clean = builds.StartBuild(["-t:CleanPackages"]);
            await builds.EndsWellAsync(clean);
        }

        await builds.EndsWellAsync(build);
    }

    [Fact]
    public async Task NestedBuilds_build_the_tool_one_after_the_other()
    {
        SampleBuilds builds = Sample("NestedBuilds");
        await builds.RunAsync("dotnet", "restore", "App");

        await builds.BuildInTurnAsync("ReplaceTool", Debug, Release);

        await builds.RunAsync("dotnet", Path.Combine("Tool", "artifacts", "installed", "Tool.dll"));
    }

    [Fact]
    public async Task NestedBuilds_are_refused_without_the_token()
    {
        SampleBuilds builds = Sample("NestedBuilds");
        await builds.RunAsync("dotnet", "restore", "App");

        await using BuildProcess build = builds.StartBuild(["App", "-t:BuildToolWithoutToken"]);

        Assert.Equal(1, await build.EndsAsync(_deadline.Token));
        Assert.Contains("error BL2002", build.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signing_has_the_token_for_itself()
    {
        SampleBuilds builds = Sample("Signing", DataOfItsOwn);
        await builds.RunAsync("dotnet", "restore", "App");

        // Compiles the tool and makes the token, so that what is left to do is to sign.
        await builds.RunAsync("dotnet", "run", "--file", "Sign.cs", Path.Combine("artifacts", "signing.token"), "Sign.cs");

        await builds.BuildTogetherAsync("SignOutput", Debug, Release);

        foreach (string configuration in new[] { "Debug", "Release" })
        {
            Assert.True(File.Exists(Path.Combine(builds.Folder, "App", "bin", configuration, "net10.0", "App.dll.sig")), configuration);
        }
    }

    // Where dotnet run keeps what it compiles, for a month, beside the path of the file.
    private (string Name, string? Value) DataOfItsOwn => ("XDG_DATA_HOME", _folders.Below("data"));

    private SampleBuilds Sample(string name) => new(_folders, name, _deadline.Token);

    private SampleBuilds Sample(string name, (string Name, string? Value) variable) => new(_folders, name, _deadline.Token) { Variable = variable };
}
