using System;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text.Json;
using BuildLock.MSBuild.Tests.Builds;
using BuildLock.MSBuild.Tests.Projects;
using Xunit;

namespace BuildLock.MSBuild.Tests;

/// <summary>The package as users take it: a <c>PackageReference</c>, a restore and a build.</summary>
public sealed class PackageReferenceTests : IDisposable
{
    // The first lines of the README.
    private const string Readme = """
        <Target Name="RestoreTools" BeforeTargets="BeforeBuild">
          <AcquireProcessLock Key="nuget-cache" />
          <Exec Command="echo tools restored" />
          <ReleaseProcessLock Key="nuget-cache" />
        </Target>
        """;

    private readonly TestFolder _folder = new();
    private readonly string _namespace = LockKeys.Fresh("readme");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_readmes_lines_work_at_the_first_try_lock_and_leave_no_trace()
    {
        UserProject library = Ours(UserProject.Sdk(_folder, "Library", Readme, withPackage: false));
        library.As("add").Given("package", PackageUnderTest.Id, "--version", PackageUnderTest.Version).Bare().RunWell();
        UserProject application = Ours(UserProject.Sdk(_folder, "Application", "<ItemGroup><ProjectReference Include='../Library/Library.csproj' /></ItemGroup>", withPackage: false));
        using var held = HeldLock.Of(_folder, $"Key='nuget-cache' Namespace='{_namespace}'");

        using Build build = application.Start();
        string waiting = build.WaitForOutput("BL1001").Text;
        Assert.Contains("Library.csproj", waiting, StringComparison.Ordinal);
        Assert.Contains("project holder.proj, target Hold", waiting, StringComparison.Ordinal);
        Assert.DoesNotContain(build.Lines, l => l.Text.Contains("tools restored", StringComparison.Ordinal));
        held.Finish().AssertSuccess();
        BuildResult result = build.WaitForEnd();

        result.AssertSuccess();
        Assert.Empty(result.Warnings);
        Assert.Contains("tools restored", result.Text, StringComparison.Ordinal);

        // Nothing of ours in any output, and nothing flows to the referencing project.
        Assert.True(File.Exists(Path.Combine(application.Directory, "bin", "Debug", "net10.0", "Library.dll")));
        Assert.Empty(Directory.GetFiles(_folder.Path, "BuildLock*", SearchOption.AllDirectories));
        Assert.Equal(["Library/1.0.0"], Libraries(application).Select(l => l.Name));
        AssertBringsNothing(library);

        library.As("pack").Given("--no-build", "-p:Configuration=Debug").RunWell();
        Assert.DoesNotContain("BuildLock", NuspecOf(Directory.GetFiles(library.Directory, "Library.*.nupkg", SearchOption.AllDirectories).Single()), StringComparison.Ordinal);
    }

    /// <summary>Without the PrivateAssets that "dotnet add package" writes.</summary>
    [Fact]
    public void A_reference_written_by_hand_works_too_and_reaches_no_other_project()
    {
        UserProject library = Ours(UserProject.Sdk(_folder, "Library", Readme));
        UserProject application = Ours(UserProject.Sdk(
            _folder,
            "Application",
            "<ItemGroup><ProjectReference Include='../Library/Library.csproj' /></ItemGroup><Target Name='Look' AfterTargets='Build'><Message Importance='high' Text='tasks [$(BuildLockTasksAssembly)]' /></Target>",
            withPackage: false));

        BuildResult result = application.RunWell();

        Assert.Single(result.Said("tools restored"));
        Assert.Equal(["[]"], result.Said("tasks "));
        Assert.Empty(Directory.GetFiles(_folder.Path, "BuildLock*", SearchOption.AllDirectories));
        AssertBringsNothing(library);
    }

    [Fact]
    public void Outer_and_inner_builds_of_a_project_with_several_frameworks_have_the_tasks()
    {
        // Two frameworks of which the second need not be installed: nothing is compiled.
        UserProject project = Ours(UserProject.Sdk(
            _folder,
            "Several",
            new LockedTarget("Key='several $(TargetFramework)'") { Name = "Probe", Settings = "Timeout='0'", After = "<Message Importance='high' Text='probed by [$(TargetFramework)]' />" }.ToString(),
            "<TargetFrameworks>net10.0;net9.0</TargetFrameworks><DisableImplicitFrameworkReferences>true</DisableImplicitFrameworkReferences>"));

        BuildResult result = project.As("msbuild").Given("-restore", "-t:Probe;DispatchToInnerBuilds", "-p:InnerTargets=Probe").RunWell();

        Assert.Equal(["[]", "[net10.0]", "[net9.0]"], result.Said("probed by ").Order(StringComparer.Ordinal));
        Assert.All(AcquireOutputs.AllOf(result), o => Assert.True(o.Held));
        Assert.Empty(result.Warnings);
    }

    [Fact]
    public void Inner_builds_that_run_at_once_take_turns_and_are_told_apart()
    {
        var work = new OneAtATime(_folder);
        UserProject project = Ours(UserProject.Sdk(
            _folder,
            "Inner",
            new LockedTarget("Key='inner'") { Name = "Probe", Inside = work.Task }.ToString(),
            "<TargetFrameworks>net10.0;net9.0;net8.0</TargetFrameworks><DisableImplicitFrameworkReferences>true</DisableImplicitFrameworkReferences>"));
        UserProject probe = project.As("msbuild").Given("-t:DispatchToInnerBuilds", "-p:InnerTargets=Probe");

        probe.Given("-restore", "-m:3").RunWell();
        work.AssertDone(3);

        using var held = HeldLock.Of(_folder, $"Key='inner' Namespace='{_namespace}'");
        using Build waits = probe.Given("-m:1").Start();
        waits.WaitForOutput("BL1001");
        BuildResult other = UserProject.Plain(_folder, "tries", new LockedTarget($"Key='inner' Namespace='{_namespace}'") { Settings = "Timeout='0'" }).Run();
        Assert.Contains("holder.proj", other.AssertOneError("BL2001"), StringComparison.Ordinal);
        held.Finish().AssertSuccess();
        waits.WaitForEnd().AssertSuccess();
    }

    [Fact]
    public void The_holder_is_named_with_its_framework()
    {
        var gate = new Gate(_folder, "held");
        UserProject project = UserProject.Raw(_folder, "Named.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <Import Project="{PackageUnderTest.Props}" />
              <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
              {new LockedTarget("Key='named'") { Name = "Generate", Inside = gate.Task }}
              <Import Project="{PackageUnderTest.Targets}" />
            </Project>
            """);
        using var held = HeldLock.By(Ours(project).Given("-t:Generate"), gate);
        BuildResult result = UserProject.Plain(_folder, "tries", new LockedTarget($"Key='named' Namespace='{_namespace}'") { Settings = "Timeout='0'" }).Run();
        Assert.Contains("project Named.csproj (net10.0), target Generate", result.AssertOneError("BL2001"), StringComparison.Ordinal);
    }

    [Fact]
    public void Projects_of_one_solution_take_turns()
    {
        var work = new OneAtATime(_folder);
        string[] names = ["Alpha", "Beta", "Gamma"];
        foreach (string name in names)
        {
            UserProject.Sdk(_folder, name, new LockedTarget("Key='solution'") { Name = "Shared", Hook = "BeforeTargets='CoreCompile'", Inside = work.Task }.ToString());
        }

        UserProject solution = Ours(UserProject.Raw(_folder, "All.slnx", $"""
            <Solution>
              {string.Concat(names.Select(name => $"<Project Path='{name}/{name}.csproj' />"))}
            </Solution>
            """));

        solution.As("build").Given("-m:3").RunWell();
        work.AssertDone(names.Length);
    }

    /// <summary>What a restore found a project to be made of.</summary>
    private static JsonProperty[] Libraries(UserProject project)
    {
        string assets = File.ReadAllText(Path.Combine(project.Directory, "obj", "project.assets.json"));
        return [.. JsonElement.Parse(assets).GetProperty("targets").EnumerateObject().Single().Value.EnumerateObject()];
    }

    private static void AssertBringsNothing(UserProject project)
    {
        JsonProperty package = Assert.Single(Libraries(project));
        Assert.Equal($"{PackageUnderTest.Id}/{PackageUnderTest.Version}", package.Name);
        Assert.Equal(["build", "buildMultiTargeting", "type"], package.Value.EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal));
    }

    private static string NuspecOf(string package)
    {
        using ZipArchive archive = ZipFile.OpenRead(package);
        using var reader = new StreamReader(archive.Entries.Single(e => e.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open());
        return reader.ReadToEnd();
    }

    // The README's key is everybody's; the namespace makes it this test's.
    private UserProject Ours(UserProject project) => project.With("BUILDLOCK_NAMESPACE", _namespace);
}
