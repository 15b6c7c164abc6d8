using System;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;

namespace BuildLock.Benchmarks.Builds;

/// <summary>Projects that take their tasks from this repository's build, in a folder that is deleted at the end.</summary>
internal sealed class SampleProjects : IDisposable
{
    public SampleProjects()
    {
        Folder = Directory.CreateTempSubdirectory("buildlock-bench-").FullName;
        string tasks = Path.Combine(Repository(), "src", "BuildLock.MSBuild");
        string release = Path.Combine(tasks, "bin", "Release");
        string ahead = Path.Combine(release, "ahead", RuntimeInformation.RuntimeIdentifier); // what the package's props choose, where there is one
        string assembly = Path.Combine(Directory.Exists(ahead) ? ahead : Path.Combine(release, "netstandard2.0"), "BuildLock.MSBuild.dll");
        Write("Directory.Build.props", $"<Project><PropertyGroup><BuildLockTasksAssembly>{assembly}</BuildLockTasksAssembly></PropertyGroup><Import Project='{tasks}/build/BuildLock.MSBuild.props' Condition=\"'$(Locks)' != 'no'\" /></Project>");
        Write("Directory.Build.targets", $"<Project><Import Project='{tasks}/build/BuildLock.MSBuild.targets' Condition=\"'$(Locks)' != 'no'\" /></Project>");
    }

    public string Folder { get; }

    public void Write(string name, string content)
    {
        string file = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, content);
    }

    /// <summary>A solution of class libraries, each with the given targets.</summary>
    public void WriteSolution(int projects, string targets)
    {
        string[] names = Enumerable.Range(1, projects).Select(i => $"P{i}").ToArray();
        foreach (string name in names)
        {
            Write($"{name}/{name}.csproj", $"<Project Sdk='Microsoft.NET.Sdk'><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>{targets}</Project>");
            Write($"{name}/Class.cs", $"public static class {name}Class;");
        }

        Write("All.slnx", $"<Solution>{string.Concat(names.Select(n => $"<Project Path='{n}/{n}.csproj' />"))}</Solution>");
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static string Repository()
        => Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "..", ".."));
}
