using System;
using System.IO;
using BuildLock.BuildProcesses;
using BuildLock.MSBuild.Tests.Projects;
using Xunit;

[assembly: AssemblyFixture(typeof(TestRun))]

namespace BuildLock.MSBuild.Tests.Projects;

/// <summary>What all tests of one run share: the unpacked package, and a package cache of their own, since the version
/// stays the same from build to build and the user's cache would go on serving an old package.</summary>
public sealed class TestRun : IDisposable
{
    private static readonly Lazy<string> LazyFolder = new(() => Directory.CreateTempSubdirectory("buildlock-msbuild-run-").FullName);

    internal static string Folder => LazyFolder.Value;

    internal static string PackageCache => Path.Combine(Folder, "cache");

    public TestRun() => Interrupts.Hear();

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
