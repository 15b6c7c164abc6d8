using System;
using System.IO.Compression;
using System.Linq;
using System.Runtime.InteropServices;
using System.Xml.Linq;
using BuildLock.MSBuild.Tests.Projects;
using Xunit;

namespace BuildLock.MSBuild.Tests;

/// <summary>What is in the package file.</summary>
public sealed class PackageContentTests
{
    [Fact]
    public void It_brings_nothing_into_a_project_and_depends_on_nothing()
    {
        using ZipArchive package = ZipFile.OpenRead(PackageUnderTest.File);
        string[] files = [.. package.Entries.Select(e => e.FullName)];

        Assert.DoesNotContain(files, f => f.StartsWith("lib/", StringComparison.Ordinal) || f.StartsWith("ref/", StringComparison.Ordinal) || f.StartsWith("runtimes/", StringComparison.Ordinal));
        Assert.DoesNotContain(files, f => f.StartsWith("buildTransitive/", StringComparison.Ordinal));
        foreach (IGrouping<string, string> folder in files.Where(f => f.EndsWith(".dll", StringComparison.Ordinal)).GroupBy(f => f[..f.LastIndexOf('/')], f => f[(f.LastIndexOf('/') + 1)..]))
        {
            Assert.StartsWith("tasks/", folder.Key, StringComparison.Ordinal);
            Assert.Equal(["BuildLock.MSBuild.dll", "BuildLock.dll"], folder.Order(StringComparer.Ordinal));
        }

        using System.IO.Stream stream = package.GetEntry("BuildLock.MSBuild.nuspec")!.Open();
        XElement metadata = XDocument.Load(stream).Root!.Elements().Single();
        Assert.DoesNotContain(metadata.Descendants(), e => e.Name.LocalName == "dependency");
        Assert.Equal("true", metadata.Elements().Single(e => e.Name.LocalName == "developmentDependency").Value);
    }

    /// <summary>For other platforms, older builds, and where the package was made without the compiler.</summary>
    [Fact]
    public void Tasks_that_are_compiled_ahead_are_chosen_where_they_fit()
    {
        Assert.SkipUnless(RuntimeInformation.RuntimeIdentifier == "linux-x64", "The package has them for linux-x64 and win-x64; this is " + RuntimeInformation.RuntimeIdentifier + ".");
        using TestFolder folder = new();
        UserProject project = UserProject.Plain(folder, "Where", "<Target Name='Build'><Message Importance='high' Text='tasks [$(BuildLockTasksAssembly)]' /></Target>");

        Assert.EndsWith("/tasks/linux-x64/BuildLock.MSBuild.dll]", Assert.Single(project.RunWell().Said("tasks ")), StringComparison.Ordinal);
    }

    [Fact]
    public void Tasks_that_are_not_compiled_ahead_lock_as_well()
    {
        using TestFolder folder = new();
        UserProject project = UserProject.Plain(folder, "Held", new LockedTarget("Key='not compiled ahead'"));
        AcquireOutputs outputs = Assert.Single(AcquireOutputs.AllOf(project.Given("-p:BuildLockTasksAssembly=" + PackageUnderTest.TasksAssembly).RunWell()));

        Assert.True(outputs.Held);
    }

    [Theory]
    [InlineData("build")]
    [InlineData("buildMultiTargeting")]
    public void NuGet_finds_its_props_and_targets(string folder)
    {
        using ZipArchive package = ZipFile.OpenRead(PackageUnderTest.File);
        Assert.NotNull(package.GetEntry(folder + "/BuildLock.MSBuild.props"));
        Assert.NotNull(package.GetEntry(folder + "/BuildLock.MSBuild.targets"));
    }
}
