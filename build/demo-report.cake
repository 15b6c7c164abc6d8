// What the demo prints.

const int DemoLongestWaits = 8; // rows for each engine

void PrintRound(int round, DemoRound result)
{
    Console.WriteLine(
        $"  round {round}: {result.Builds.Length} builds at once, {result.Took.TotalSeconds:0.0} s; "
        + $"failed builds {result.Builds.Count(build => build.ExitCode != 0)}, lost updates {result.LostUpdates.Count}, damaged plugins {result.DamagedPlugins.Count}");

    foreach (var lost in result.LostUpdates)
    {
        Console.WriteLine($"    lost: {lost}");
    }

    foreach (var plugin in result.DamagedPlugins)
    {
        Console.WriteLine($"    damaged: {plugin}");
    }

    foreach (var build in result.Builds.Where(build => build.ExitCode != 0))
    {
        Console.WriteLine($"    failed: build of agent {build.Agent}: {Readable(build.Errors.FirstOrDefault() ?? $"exit code {build.ExitCode}")}");
    }
}

void PrintDemo(List<DemoRun> runs)
{
    PrintDemoTable(
        ["engine", "rounds", "builds", "failed", "updates", "lost", "damaged", "wall", "waited", "longest"],
        runs.Select(run => new[]
        {
            run.Engine,
            $"{run.Rounds.Count}",
            $"{run.Builds.Count}",
            $"{run.Failed}",
            $"{run.Updates}",
            $"{run.LostUpdates}",
            $"{run.DamagedPlugins}",
            $"{run.Rounds.Sum(round => round.Took.TotalSeconds):0.0} s",
            $"{run.Holds.Count(hold => hold.Milliseconds > 0)} of {run.Holds.Count}",
            $"{run.Holds.Select(hold => hold.Milliseconds).DefaultIfEmpty().Max()} ms",
        }));
    Console.WriteLine("updates: entries that builds made in the index; lost: those not in it after the round;");
    Console.WriteLine("damaged: plugins whose files are not those on their list; waited: of all acquisitions.\n");

    if (runs.FirstOrDefault(run => run.Engine == "none") is { IsHarmed: false } lucky)
    {
        Console.WriteLine($"Not shown: without the lock {lucky.Rounds.Count} rounds happened to go well. Try again.\n");
    }

    foreach (var run in runs.Where(run => run.Engine != "none"))
    {
        PrintWaits(run);
    }
}

void PrintWaits(DemoRun run)
{
    // Who had it before: the next lower token of the same key. A lock's tokens grow with its holds.
    var waits = run.Holds
        .Where(hold => hold.Milliseconds > 0)
        .Select(hold => (Waiter: hold, Holder: run.Holds.LastOrDefault(other => other.Key == hold.Key && other.Token < hold.Token)))
        .OrderByDescending(wait => wait.Waiter.Milliseconds)
        .ToList();

    if (waits.Count == 0)
    {
        Console.WriteLine($"{run.Engine}: nobody waited, so this run says little.\n");
        return;
    }

    Console.WriteLine($"{run.Engine}: who waited for whom, the longest {Math.Min(waits.Count, DemoLongestWaits)} of {waits.Count} waits (pid: of the dotnet build)");
    PrintDemoTable(
        ["round", "lock", "waiter", "waited", "for, at last", "which then"],
        waits.Take(DemoLongestWaits).Select(wait => new[]
        {
            $"{wait.Waiter.Build.Round}",
            wait.Waiter.Key,
            Who(wait.Waiter),
            $"{wait.Waiter.Milliseconds} ms",
            wait.Holder is null ? "unknown" : Who(wait.Holder),
            wait.Waiter.Before.ToLowerInvariant(),
        }));

    foreach (var said in run.Builds.SelectMany(build => build.Lines).Select(line => line.Text.Trim()).Where(text => text.Contains("BL1001")).Take(2))
    {
        Console.WriteLine($"  as seen in a log: {Readable(said)}");
    }

    Console.WriteLine();
}

string Who(DemoHold hold) => $"agent {hold.Build.Agent} (pid {hold.Build.ProcessId}) {hold.Target}";

/// <summary>Without the project that MSBuild appends, and with paths from here.</summary>
string Readable(string line) => Regex.Replace(line, @" \[[^\]]*proj(::.*)?\]$", string.Empty).Replace($"{demoFolder}/", string.Empty);

void PrintDemoTable(string[] head, IEnumerable<string[]> rows)
{
    var all = rows.Prepend(head).ToList();
    var widths = head.Select((_, column) => all.Max(row => row[column].Length)).ToArray();
    foreach (var row in all)
    {
        // Figures to the right, words to the left, by what stands in the column.
        Console.WriteLine("  " + string.Join("  ", row.Select((cell, column) =>
            char.IsDigit(all[1][column][0]) ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column]))).TrimEnd());
    }
}
