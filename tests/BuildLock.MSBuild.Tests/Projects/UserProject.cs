using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using BuildLock.MSBuild.Tests.Builds;

namespace BuildLock.MSBuild.Tests.Projects;

/// <summary>A project file on disk, and how it is to be built.</summary>
internal sealed record UserProject(TestFolder Folder, string File)
{
    private ImmutableList<string> Arguments { get; init; } = [];

    private ImmutableDictionary<string, string?> Variables { get; init; } = ImmutableDictionary<string, string?>.Empty;

    private string Verb { get; init; } = "msbuild";

    // No summary: it repeats every error, and tests count them.
    private ImmutableList<string> Style { get; init; } = ["-nologo", "-tl:off", "-v:n", "-clp:NoSummary"];

    public string Directory => Path.GetDirectoryName(File)!;

    /// <summary>A project of nothing but the given content and the package's own files, as NuGet would import them.</summary>
    public static UserProject Plain(TestFolder folder, string name, params IEnumerable<object> content)
    {
        string file = folder.Write(name + ".proj", $"""
            <Project DefaultTargets="Build">
              <Import Project="{PackageUnderTest.Props}" />
              {string.Join('\n', content)}
              <Import Project="{PackageUnderTest.Targets}" />
            </Project>
            """);
        return new UserProject(folder, file).With("BUILDLOCK_LOCK_DIRECTORY", StateFor(folder, string.Join('\n', content)));
    }

    /// <summary>A project of any other kind, in a folder of its own.</summary>
    public static UserProject Raw(TestFolder folder, string name, string content)
        => new UserProject(folder, folder.Write(name, content)).With("BUILDLOCK_LOCK_DIRECTORY", StateFor(folder, content));

    // Only where each lock names its engine: the variable chooses lockdir for one that names none.
    private static string? StateFor(TestFolder folder, string content)
    {
        MatchCollection locks = Regex.Matches(content, "<(AcquireProcessLock|ExecWithProcessLock|CallTargetWithProcessLock) [^>]*>", RegexOptions.ExplicitCapture);
        return locks.Count > 0 && locks.All(one => one.Value.Contains("Engine=", System.StringComparison.Ordinal)) ? folder.State : null;
    }

    /// <summary>A class library of the SDK that takes the package the way users do, with a restore.</summary>
    public static UserProject Sdk(TestFolder folder, string name, string content, string frameworks = "<TargetFramework>net10.0</TargetFramework>", bool withPackage = true)
    {
        folder.Write("nuget.config", $"""
            <configuration>
              <config>
                <add key="globalPackagesFolder" value="{TestRun.PackageCache}" />
              </config>
              <packageSources>
                <add key="BuildLock under test" value="{PackageUnderTest.Folder}" />
              </packageSources>
            </configuration>
            """);
        folder.Write(Path.Combine(name, "Class.cs"), $"public static class {name}Class;");
        string package = withPackage ? $"""<PackageReference Include="{PackageUnderTest.Id}" Version="{PackageUnderTest.Version}" />""" : string.Empty;
        return Raw(folder, Path.Combine(name, name + ".csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                {frameworks}
                <NuGetAudit>false</NuGetAudit>
              </PropertyGroup>
              <ItemGroup>
                {package}
              </ItemGroup>
              {content}
            </Project>
            """) with
        { Verb = "build" };
    }

    /// <summary>Adds command line arguments.</summary>
    public UserProject Given(params IEnumerable<string> arguments) => this with { Arguments = Arguments.AddRange(arguments) };

    /// <summary>Sets an environment variable, or with <see langword="null"/> leaves it unset.</summary>
    public UserProject With(string variable, string? value) => this with { Variables = Variables.SetItem(variable, value) };

    public Build Start() => Build.Start([Verb, File, .. Style, .. Arguments], Directory, Variables);

    /// <summary>Builds and waits for the end.</summary>
    public BuildResult Run()
    {
        using Build build = Start();
        return build.WaitForEnd();
    }

    /// <summary>Builds, and fails the test when the build fails.</summary>
    public BuildResult RunWell()
    {
        BuildResult result = Run();
        result.AssertSuccess();
        return result;
    }

    /// <summary>Leaves out the arguments that only MSBuild understands.</summary>
    public UserProject Bare() => this with { Style = [] };

    /// <summary>Another verb of <c>dotnet</c>, such as <c>pack</c>.</summary>
    public UserProject As(string verb) => this with { Verb = verb };
}
