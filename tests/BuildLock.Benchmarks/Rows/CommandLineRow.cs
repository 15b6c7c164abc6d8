using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;

namespace BuildLock.Benchmarks.Rows;

/// <summary>The native command line beside flock(1), as whole processes.</summary>
internal sealed class CommandLineRow : IRow
{
    private const int Pairs = 60;
    private const int Locks = 1000;

    public string Name => "commandline";

    public string Title => "The native command line";

    public void Run(Bench bench)
    {
        string program = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "..", "..", "artifacts", "bin", "buildlock"));
        if (!File.Exists(program) || !File.Exists("/usr/bin/flock"))
        {
            bench.Results.Say(Name, "buildlock", $"skipped: there is no '{program}' (./build.sh pack makes it), or no flock(1)");
            return;
        }

        string file = Path.Combine(Path.GetTempPath(), "buildlock-bench-flock");
        var ours = new List<double>();
        var theirs = new List<double>();
        for (int i = -5; i < Pairs; i++)
        {
            double flock = Milliseconds("/usr/bin/flock", file, "true");
            double run = Milliseconds(program, "run", "bench commandline", "--", "true");
            if (i >= 0)
            {
                theirs.Add(flock);
                ours.Add(run);
            }
        }

        (double our, double their) = (Median(ours), Median(theirs));
        Say(bench, $"'buildlock run k -- true': {our:0.0} ms, flock(1) {their:0.0} ms: {our / their:0.0} x (goal 3), {our - their:0.0} ms more (goal 12); medians of {Pairs} pairs");

        List<LockHandle> held = Enumerable.Range(0, Locks).Select(i => ProcessLock.Acquire($"bench commandline {i}")).ToList();
        double ls = Median(Enumerable.Range(0, 5).Select(_ => Milliseconds(program, "ls")).ToList());
        held.ForEach(one => one.Release());
        Say(bench, $"'buildlock ls' with {Locks} locks: {ls:0} ms (goal 300); median of 5");
        Say(bench, $"'buildlock doctor': {Milliseconds(program, "doctor") / 1000:0.0} s (goal 5)");
    }

    private void Say(Bench bench, FormattableString line) => bench.Results.Say(Name, "buildlock", line.ToString(CultureInfo.InvariantCulture));

    private static double Milliseconds(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, UseShellExecute = false };
        long began = Stopwatch.GetTimestamp();
        using Process process = Process.Start(start)!;
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        double took = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        return process.ExitCode == 0 ? took : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}");
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
