// The demo: several builds of samples/MSBuild at once, each in a work tree of its own as agents of a build server have
// them, all sharing one index and one plugin folder. First without the lock, then with each engine. What is counted is
// the damage to what they share.

#load "demo-report.cake"

using System.Security.Cryptography;
using System.Text.RegularExpressions;

const int DemoAgents = 4;
const int DemoRounds = 3;
const int DemoRoundsUntilDamage = 8; // without the lock, the builds get more rounds when they were lucky so far

var demoFolder = $"{root}/artifacts/demo";
var demoDeadline = TimeSpan.FromMinutes(8); // of one build, which takes seconds; below the time-out of a lock
var demoEngines = new[] { "none", "port-quorum", "lockdir" };

Task("demo")
    .Description("Builds the sample several times at once, without and with the lock, and counts the damage.")
    .IsDependentOn("pack")
    .Does(async () =>
    {
        await PrepareDemo();

        var runs = new List<DemoRun>();
        foreach (var engine in demoEngines)
        {
            runs.Add(await RunDemo(engine));
        }

        PrintDemo(runs);

        var harmed = runs.Where(run => run.Engine != "none" && run.IsHarmed).Select(run => run.Engine).ToList();
        if (harmed.Count > 0)
        {
            throw new CakeException($"Damage in spite of the lock: {string.Join(", ", harmed)}. Logs: {demoFolder}");
        }
    });

async Task PrepareDemo()
{
    // The packages stay, so that what else a restore needs is fetched once; ours goes, as it was packed anew.
    foreach (var old in demoEngines.Append("agents").Append("packages/buildlock.msbuild").Select(name => $"{demoFolder}/{name}"))
    {
        if (System.IO.Directory.Exists(old))
        {
            System.IO.Directory.Delete(old, recursive: true);
        }
    }

    Console.WriteLine($"Restoring and building samples/MSBuild in {DemoAgents} work trees ...");
    var watch = System.Diagnostics.Stopwatch.StartNew();
    var agents = Enumerable.Range(1, DemoAgents).ToList();
    agents.ForEach(agent => CopySample($"{demoFolder}/agents/{agent}"));

    // Each with shared things for itself alone, so nobody clashes and nobody waits. Most of this is compiling: one
    // compiler server for all four is several times faster than four times a compiler for each project.
    var compiler = $"buildlock-demo-{System.Environment.ProcessId}";
    var builds = await System.Threading.Tasks.Task.WhenAll(agents.Select(agent => DemoBuild(
        agent,
        round: 0,
        $"{demoFolder}/agents/{agent}.log",
        $"-p:SharedFolder={demoFolder}/agents/{agent}/out/",
        $"-p:SharedCompilationId={compiler}")));
    StopCompiler(compiler);

    if (builds.FirstOrDefault(build => build.ExitCode != 0) is { } broken)
    {
        broken.Lines.ForEach(line => Console.WriteLine(line.Text));
        throw new CakeException($"The sample does not build. The log: {broken.Log}");
    }

    FailWhenAnotherPackageWasUsed();
    Console.WriteLine($"done, {watch.Elapsed.TotalSeconds:0} s\n");
}

void CopySample(string target)
{
    var source = $"{root}/samples/MSBuild";
    foreach (var file in System.IO.Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
    {
        var name = System.IO.Path.GetRelativePath(source, file).Replace('\\', '/');
        if (!name.Split('/').Any(part => part is "bin" or "obj" or "out"))
        {
            System.IO.Directory.CreateDirectory(System.IO.Path.GetDirectoryName($"{target}/{name}"));
            System.IO.File.Copy(file, $"{target}/{name}");
        }
    }

    // The paths in it are relative to where it lay.
    var config = $"{target}/nuget.config";
    System.IO.File.WriteAllText(config, System.IO.File.ReadAllText(config).Replace("../../artifacts/", $"{root}/artifacts/"));
}

/// <summary>Ends the server that was started under that name, and no other; by itself it would stay for ten minutes.</summary>
void StopCompiler(string name)
{
    var project = $"{demoFolder}/agents/1/src/Shop/Shop.csproj";
    StartProcess("dotnet", new ProcessSettings { Arguments = $"msbuild \"{project}\" -getProperty:RoslynTargetsPath", RedirectStandardOutput = true }, out var output);
    var server = $"{output.FirstOrDefault()}/bincore/VBCSCompiler.dll";
    if (System.IO.File.Exists(server))
    {
        StartProcess("dotnet", new ProcessSettings { Arguments = $"\"{server}\" -shutdown -pipename:{name}" });
    }
}

/// <summary>The numbers below are about the package that was just packed, or about nothing.</summary>
void FailWhenAnotherPackageWasUsed()
{
    var packed = System.IO.Directory.GetFiles(packagesFolder, "BuildLock.MSBuild.*.nupkg");
    var used = System.IO.Directory.GetFiles($"{demoFolder}/packages/buildlock.msbuild", "*.nupkg", SearchOption.AllDirectories);
    if (packed.Length != 1 || used.Length != 1 || Sha256(packed[0]) != Sha256(used[0]))
    {
        throw new CakeException($"The sample was not built with the package in {packagesFolder}, but with {string.Join(", ", used)}.");
    }
}

async Task<DemoRun> RunDemo(string engine)
{
    var shared = $"{demoFolder}/{engine}/shared/";
    var run = new DemoRun(engine);
    Console.WriteLine(engine == "none" ? "Without the lock" : $"With the lock, engine {engine}");

    for (var round = 1; round <= DemoRounds || (engine == "none" && !run.IsHarmed && round <= DemoRoundsUntilDamage); round++)
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var builds = await System.Threading.Tasks.Task.WhenAll(Enumerable.Range(1, DemoAgents).Select(agent => DemoBuild(
            agent,
            round,
            $"{demoFolder}/{engine}/logs/round-{round}-agent-{agent}.log",
            "--no-restore",
            "-p:UseSharedCompilation=false", // nothing is left to compile; should something be, then without a server
            $"-p:SharedFolder={shared}",
            $"-p:ProcessLockEngine={engine}",
            engine == "lockdir" ? $"-p:ProcessLockLockDirectory={demoFolder}/{engine}/locks" : "-p:ProcessLockLockDirectory="))); // others keep nothing on disk, and an empty one is none

        var result = new DemoRound(builds, watch.Elapsed, FindLostUpdates(builds, $"{shared}cache/api-index.tsv"), FindDamagedPlugins($"{shared}plugins"));
        run.Rounds.Add(result);
        PrintRound(round, result);
    }

    Console.WriteLine();
    return run;
}

/// <summary>Starts one build and reads its output, with the time at which each line came.</summary>
async Task<DemoBuildResult> DemoBuild(int agent, int round, string log, params string[] arguments)
{
    var start = new System.Diagnostics.ProcessStartInfo("dotnet")
    {
        WorkingDirectory = $"{demoFolder}/agents/{agent}",
        UseShellExecute = false,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    };

    // Plain lines at once, and no node that stays behind.
    string[] all =
    [
        "build", "Shop.sln", "--nologo", "--verbosity", "minimal", "-terminalLogger:off", "-nodeReuse:false",
        $"-p:Agent=agent-{agent}", $"-p:BuildNumber={round}", .. arguments,
    ];
    foreach (var argument in all)
    {
        start.ArgumentList.Add(argument);
    }

    start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
    start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
    foreach (var setting in start.Environment.Keys.Where(name => name.StartsWith("BUILDLOCK_", StringComparison.OrdinalIgnoreCase)).ToList())
    {
        start.Environment.Remove(setting);
    }

    var lines = new List<DemoLine>();
    using var process = new System.Diagnostics.Process { StartInfo = start };
    void Hear(string text)
    {
        if (text is not null)
        {
            lock (lines)
            {
                lines.Add(new DemoLine(DateTime.UtcNow, text));
            }
        }
    }

    process.OutputDataReceived += (_, e) => Hear(e.Data);
    process.ErrorDataReceived += (_, e) => Hear(e.Data);
    process.Start();
    process.BeginOutputReadLine();
    process.BeginErrorReadLine();

    using var deadline = new System.Threading.CancellationTokenSource(demoDeadline);
    try
    {
        await process.WaitForExitAsync(deadline.Token);
    }
    catch (OperationCanceledException)
    {
        process.Kill(entireProcessTree: true);
        Hear($"Killed: it had not ended after {demoDeadline.TotalMinutes} minutes.");
        await process.WaitForExitAsync();
    }

    System.IO.Directory.CreateDirectory(System.IO.Path.GetDirectoryName(log));
    System.IO.File.WriteAllLines(log, lines.Select(line => $"{line.At:HH:mm:ss.fff} {line.Text}"));
    return new DemoBuildResult(agent, round, process.Id, process.ExitCode, lines, log);
}

/// <summary>What a build reported as entered, and is not in the index.</summary>
List<string> FindLostUpdates(DemoBuildResult[] builds, string index)
{
    var found = (System.IO.File.Exists(index) ? System.IO.File.ReadAllLines(index) : [])
        .Select(line => line.Split('\t'))
        .Where(columns => columns.Length == 3)
        .Select(columns => $"{columns[0]} build {columns[1]}")
        .ToHashSet();

    return builds.SelectMany(build => build.Updates).Where(update => !found.Contains(update)).ToList();
}

/// <summary>The plugins that the shop would refuse: a file is missing, too many, or not the one on the plugin's list.</summary>
List<string> FindDamagedPlugins(string folder)
{
    var damaged = new List<string>();
    foreach (var plugin in ProjectsBelow("samples/MSBuild/src", "*.csproj").Select(Name))
    {
        var list = $"{folder}/{plugin}/plugin.sha256";
        var files = System.IO.Directory.Exists($"{folder}/{plugin}")
            ? System.IO.Directory.GetFiles($"{folder}/{plugin}").Where(file => System.IO.Path.GetFileName(file) != "plugin.sha256").ToList()
            : [];
        var expected = (System.IO.File.Exists(list) ? System.IO.File.ReadAllLines(list) : []).Order().ToList();
        var actual = files.Select(file => $"{Sha256(file)}  {System.IO.Path.GetFileName(file)}").Order().ToList();
        if (expected.Count == 0 || !expected.SequenceEqual(actual))
        {
            damaged.Add(plugin);
        }
    }

    return damaged;
}

string Sha256(string file) => Convert.ToHexString(SHA256.HashData(System.IO.File.ReadAllBytes(file)));

/// <summary>The builds of one engine.</summary>
sealed record DemoRun(string Engine)
{
    public List<DemoRound> Rounds { get; } = [];

    public List<DemoBuildResult> Builds => Rounds.SelectMany(round => round.Builds).ToList();

    public int Failed => Builds.Count(build => build.ExitCode != 0);

    public int Updates => Builds.Sum(build => build.Updates.Count);

    public int LostUpdates => Rounds.Sum(round => round.LostUpdates.Count);

    public int DamagedPlugins => Rounds.Sum(round => round.DamagedPlugins.Count);

    public bool IsHarmed => Failed + LostUpdates + DamagedPlugins > 0;

    /// <summary>The holds of each lock in the order in which they were had.</summary>
    public List<DemoHold> Holds => Builds.SelectMany(build => build.Holds).OrderBy(hold => hold.Token).ToList();
}

/// <summary>Builds that were started at once, and what they left.</summary>
sealed record DemoRound(DemoBuildResult[] Builds, TimeSpan Took, List<string> LostUpdates, List<string> DamagedPlugins);

sealed record DemoLine(DateTime At, string Text);

/// <summary>One hold of one lock, as the sample reports it.</summary>
sealed record DemoHold(DemoBuildResult Build, string Key, string Target, long Milliseconds, long Token, string Before);

sealed record DemoBuildResult(int Agent, int Round, int ProcessId, int ExitCode, List<DemoLine> Lines, string Log)
{
    private static readonly Regex _update = new(@"IndexMerge: entered (\S+ build \d+)$");
    private static readonly Regex _hold = new(@"^\s*(\S+): has (\S+) after (\d+) ms, token (\d+), hold before: (\w+)$");

    public List<string> Updates => Lines.Select(line => _update.Match(line.Text)).Where(match => match.Success).Select(match => match.Groups[1].Value).ToList();

    public List<DemoHold> Holds => Lines.Select(line => _hold.Match(line.Text)).Where(match => match.Success).Select(match => new DemoHold(
        this, match.Groups[2].Value, match.Groups[1].Value, long.Parse(match.Groups[3].Value), long.Parse(match.Groups[4].Value), match.Groups[5].Value)).ToList();

    /// <summary>Each error once: MSBuild repeats them at the end.</summary>
    public List<string> Errors => Lines.Select(line => line.Text.Trim()).Where(text => Regex.IsMatch(text, @"\berror \w+:|^Killed:")).Distinct().ToList();
}
