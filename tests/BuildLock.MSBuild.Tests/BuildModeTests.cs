using System;
using System.IO;
using System.Linq;
using BuildLock.MSBuild.Tests.Builds;
using BuildLock.MSBuild.Tests.Projects;
using Xunit;

namespace BuildLock.MSBuild.Tests;

/// <summary>Ways to build that have no test class of their own.</summary>
public sealed class BuildModeTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly string _key = LockKeys.Fresh("mode");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("-m:1")]
    [InlineData("-m:3")]
    public void Projects_of_a_static_graph_take_turns(string nodes)
    {
        var work = new OneAtATime(_folder);
        foreach (string name in new[] { "Base", "Left", "Right" })
        {
            string reference = name == "Base" ? string.Empty : "<ItemGroup><ProjectReference Include='../Base/Base.csproj' /></ItemGroup>";
            string target = new LockedTarget($"Key='{_key}'") { Name = "Shared", Hook = "BeforeTargets='CoreCompile'", Inside = work.Task }.ToString();
            UserProject.Sdk(_folder, name, reference + target);
        }

        UserProject solution = UserProject.Raw(_folder, "All.slnx", "<Solution><Project Path='Base/Base.csproj' /><Project Path='Left/Left.csproj' /><Project Path='Right/Right.csproj' /></Solution>");
        solution.As("build").Given("-graph", nodes).RunWell();
        work.AssertDone(3);
    }

    /// <summary>One project is not updated yet, or two feeds bring the same version: the assembly is loaded twice.</summary>
    [Theory]
    [InlineData("-m:1")]
    [InlineData("-m:2")]
    [InlineData("-mt")]
    public void Two_copies_of_the_package_in_one_build_exclude_each_other(string mode)
    {
        string copy = _folder.Create("copy");
        foreach (string file in Directory.GetFiles(PackageUnderTest.Unpacked, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(copy, Path.GetRelativePath(PackageUnderTest.Unpacked, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        var work = new OneAtATime(_folder);
        UserProject.Plain(_folder, "One", new LockedTarget($"Key='{_key}'") { Inside = work.Task });
        string other = File.ReadAllText(UserProject.Plain(_folder, "Two", new LockedTarget($"Key='{_key}'") { Inside = work.Task, Before = "<!-- the other -->" }).File)
            .Replace(PackageUnderTest.Unpacked, copy, StringComparison.Ordinal);
        UserProject all = UserProject.Raw(_folder, "all.proj", "<Project><Target Name='Build'><MSBuild Projects='One.proj;Other.proj' BuildInParallel='true' /></Target></Project>");
        UserProject.Raw(_folder, "Other.proj", other);

        BuildResult result = all.Given(mode).RunWell();
        work.AssertDone(2);
        Assert.All(AcquireOutputs.AllOf(result), outputs => Assert.True(outputs.Held));
    }

    [Fact]
    public void What_one_copy_of_the_package_holds_another_one_does_not_get()
    {
        // The first copy's lock is held when the second asks, in one process and one project after the other.
        string copy = _folder.Create("copy", "tasks", "netstandard2.0");
        foreach (string file in Directory.GetFiles(Path.GetDirectoryName(PackageUnderTest.TasksAssembly)!))
        {
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        }

        UserProject.Raw(_folder, "Asks.proj", $"""
            <Project DefaultTargets="Build">
              <UsingTask TaskName="BuildLock.MSBuild.AcquireProcessLock" AssemblyFile="{Path.Combine(copy, "BuildLock.MSBuild.dll")}" />
              <Target Name="Build"><AcquireProcessLock Key="{_key}" Timeout="0" /></Target>
            </Project>
            """);
        BuildResult result = UserProject.Plain(_folder, "Holds", new LockedTarget($"Key='{_key}'") { Inside = "<MSBuild Projects='Asks.proj' />" }).Given("-m:1").Run();

        Assert.Contains("project Holds.proj", result.AssertOneError("BL2001"), StringComparison.Ordinal);
    }

    [Fact]
    public void Restore_and_build_in_one_command_hold_one_lock_each_and_leave_none()
    {
        UserProject project = UserProject.Sdk(_folder, "App", new LockedTarget($"Key='{_key}'") { Name = "Shared", Hook = "BeforeTargets='CoreCompile'", Settings = "Timeout='0'", Releases = false }.ToString());

        // Never released by the project: the end of each command's build does it.
        Assert.True(Assert.Single(AcquireOutputs.AllOf(project.As("msbuild").Given("-restore").RunWell())).Held);
        File.SetLastWriteTimeUtc(Directory.GetFiles(project.Directory, "Class.cs").Single(), DateTime.UtcNow);
        Assert.True(Assert.Single(AcquireOutputs.AllOf(project.As("msbuild").Given("-restore").RunWell())).Held);
    }
}
