using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading;

namespace BuildLock.Benchmarks.Builds;

/// <summary>What the tasks cost builds that need not wait, and what one project's wait costs the others.</summary>
internal static partial class BuildCost
{
    private const int Projects = 20;
    private const int Runs = 10;

    /// <summary>How many times as long a no-op build takes with lock tasks, and that in words.</summary>
    public static (double Ratio, string Text) NoOpBuilds()
    {
        using var sample = new SampleProjects();
        sample.WriteSolution(Projects, """
            <Target Name="Locked" AfterTargets="Build" Condition="'$(Locks)' != 'no'">
              <AcquireProcessLock Key="bench $(MSBuildProjectName)" />
              <ReleaseProcessLock Key="bench $(MSBuildProjectName)" />
            </Target>
            """);
        BuildRun.Of(sample.Folder, "build", "All.slnx");

        var ratios = new List<double>();
        var plain = new List<double>();
        for (int run = 0; run < Runs; run++)
        {
            // Now one first, now the other, so that a machine that gets busier or calmer favours neither.
            double With() => BuildRun.Of(sample.Folder, "build", "All.slnx").Took.TotalSeconds;
            double Without() => BuildRun.Of(sample.Folder, "build", "All.slnx", "-p:Locks=no").Took.TotalSeconds;
            double first = run % 2 == 0 ? With() : Without();
            double second = run % 2 == 0 ? Without() : With();
            (double with, double without) = run % 2 == 0 ? (first, second) : (second, first);
            ratios.Add(with / without);
            plain.Add(without);
        }

        return (Median(ratios), string.Create(CultureInfo.InvariantCulture, $"no-op build of {Projects} projects, two lock tasks each: {Median(ratios):0.000} x that without ({Median(plain):0.0} s); medians of {Runs} pairs, ratios {ratios.Min():0.000} to {ratios.Max():0.000}"));
    }

    // As MSBuild's own summaries count it, in whole milliseconds: the tasks alone, and the project, which has targets around them.
    public static string FirstUse()
    {
        using var sample = new SampleProjects();
        string empty = Path.Combine(AppContext.BaseDirectory, "BuildLock.Benchmarks.dll"); // not by its type: MSBuild, which that needs, is not here
        string project = $"""
            <Project InitialTargets="First" DefaultTargets="Build">
              <Import Project="Directory.Build.props" />
              <UsingTask TaskName="BuildLock.Benchmarks.Builds.EmptyTask" AssemblyFile="{empty}" />
              <Target Name="First"><EmptyTask /></Target>
              <Target Name="Build">TASKS</Target>
              <Target Name="Last" AfterTargets="Build"><EmptyTask /></Target>
              <Import Project="Directory.Build.targets" />
            </Project>
            """;
        sample.Write("locks.proj", project.Replace("TASKS", "<AcquireProcessLock Key='bench first' /><ReleaseProcessLock Key='bench first' />", StringComparison.Ordinal));
        sample.Write("empty.proj", project.Replace("TASKS", "<EmptyTask /><EmptyTask />", StringComparison.Ordinal));
        var tasks = new List<double>();
        var projects = new List<double>();
        for (int run = 0; run < Runs; run++)
        {
            string with = Summary(sample, "locks.proj");
            string without = Summary(sample, "empty.proj", "-p:Locks=no");
            tasks.Add(Times(with, "Task").Where(line => line.Name != "EmptyTask").Sum(line => line.Milliseconds) - Times(without, "Task").Sum(line => line.Milliseconds));
            projects.Add(Times(with, "Project").Sum(line => line.Milliseconds) - Times(without, "Project").Sum(line => line.Milliseconds));
        }

        return string.Create(CultureInfo.InvariantCulture, $"first use in a process: {Median(tasks):0} ms for all lock tasks of a project over an empty task (goal 10); the whole project {Median(projects):0} ms over one with empty tasks; medians of {Runs} pairs");
    }

    private static string Summary(SampleProjects sample, string project, params string[] more)
        => BuildRun.Of(sample.Folder, ["msbuild", project, "-nologo", "-tl:off", "-clp:PerformanceSummary", .. more]).Output;

    // Targets and tasks of one name stand in summaries of their own.
    private static IEnumerable<(string Name, double Milliseconds)> Times(string output, string kind)
    {
        string summary = output[output.IndexOf($"\n{kind} Performance Summary:", StringComparison.Ordinal)..];
        return SummaryLine().Matches(summary[..(summary.IndexOf("Summary:", 30, StringComparison.Ordinal) is > 0 and var next ? next : summary.Length)])
            .Select(m => (m.Groups["name"].Value, double.Parse(m.Groups["ms"].Value, CultureInfo.InvariantCulture)));
    }

    public static string WaitBesideWork()
    {
        const int Seconds = 5;
        using var sample = new SampleProjects();
        sample.Write("work.proj", $"<Project><Target Name='Build'><Exec Command='sleep {Seconds}' /></Target></Project>");
        sample.Write("waits.proj", "<Project><Import Project='Directory.Build.props' /><Target Name='Build'><AcquireProcessLock Key='bench wait' Condition=\"'$(Locks)' != 'no'\" /></Target><Import Project='Directory.Build.targets' /></Project>");
        sample.Write("holds.proj", $"<Project><Import Project='Directory.Build.props' /><Target Name='Build'><ExecWithProcessLock Key='bench wait' Command='touch held; sleep {Seconds}' /></Target><Import Project='Directory.Build.targets' /></Project>");
        sample.Write("all.proj", """
            <Project>
              <Target Name="Build">
                <ItemGroup>
                  <All Include="waits.proj" />
                  <All Include="work.proj" AdditionalProperties="Part=1" />
                  <All Include="work.proj" AdditionalProperties="Part=2" />
                </ItemGroup>
                <MSBuild Projects="@(All)" BuildInParallel="true" />
              </Target>
            </Project>
            """);
        TimeSpan without = BuildRun.Of(sample.Folder, "msbuild", "all.proj", "-m:2", "-p:Locks=no").Took;

        // Held by another build: what this process held would be its child's own, and refused.
        using var holding = new Timer(_ => BuildRun.Of(sample.Folder, "msbuild", "holds.proj"), null, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        SpinWait.SpinUntil(() => File.Exists(Path.Combine(sample.Folder, "held")), TimeSpan.FromSeconds(60));
        TimeSpan with = BuildRun.Of(sample.Folder, "msbuild", "all.proj", "-m:2").Took;

        return string.Create(CultureInfo.InvariantCulture, $"one project waits {Seconds} s for a lock, two others work {Seconds} s each, -m:2: {with / without:0.00} x that without the lock ({without.TotalSeconds:0.0} s)");
    }

    private static double Median(List<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }

    [GeneratedRegex(@"^\s*(?<ms>\d+) ms\s+(?<name>\S+)\s+\d+ calls\s*$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex SummaryLine();
}
