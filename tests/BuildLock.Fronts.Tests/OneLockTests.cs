using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using BuildLock.BuildProcesses;
using Xunit;

namespace BuildLock.Fronts.Tests;

/// <summary>One key, asked for by every front at the same time: one of them is inside, and all learn which.</summary>
public sealed class OneLockTests : IAsyncLifetime
{
    private readonly Gate _gate = new();
    private readonly TestFolder _folder = new();
    private readonly CancellationTokenSource _deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly string _key = "fronts-" + Guid.NewGuid();

    // As it is built and started by a user, or where the project is not there (yet), nothing.
    private static string? CommandLine { get; } = Directory.Exists(Path.Combine(TestFolder.Repository, "src", "BuildLock.Cli", "bin", "Release"))
        ? Directory.GetFiles(Path.Combine(TestFolder.Repository, "src", "BuildLock.Cli", "bin", "Release"), "*.runtimeconfig.json", SearchOption.AllDirectories)
            .Where(file => file.Contains("net10.0", StringComparison.Ordinal))
            .Select(file => file.Replace(".runtimeconfig.json", ".dll", StringComparison.Ordinal))
            .FirstOrDefault()
        : null;

    private string Journal => Path.Combine(_folder.Path, "journal");

    public async ValueTask InitializeAsync()
    {
        _deadline.CancelAfter(TimeSpan.FromMinutes(5));
        await ZipFile.ExtractToDirectoryAsync(TestFolder.Package("BuildLock.MSBuild"), Path.Combine(_folder.Path, "msbuild"), _deadline.Token);
        _folder.Write("gate.sh", """
            exec 3<>"/dev/tcp/127.0.0.1/$1"
            echo "$2" >&3
            read -r answer <&3
            [ "$answer" = go ]
            """);
        _folder.Write("Enter.proj", """
            <Project DefaultTargets="Enter">
              <Import Project="msbuild/build/BuildLock.MSBuild.props" />
              <Target Name="Enter">
                <AcquireProcessLock Key="$(Key)" />
                <Exec Command="bash gate.sh $(Gate) msbuild" />
                <ReleaseProcessLock Key="$(Key)" />
              </Target>
              <Import Project="msbuild/build/BuildLock.MSBuild.targets" />
            </Project>
            """);
        TestFolder.Package("Cake.BuildLock");
        _folder.Write(".config/dotnet-tools.json", await File.ReadAllTextAsync(Path.Combine(TestFolder.Repository, ".config", "dotnet-tools.json"), _deadline.Token));
        _folder.Write("build.cake", """
            #addin nuget:?package=Cake.BuildLock&version=0.1.0

            Task("Enter")
                .WithProcessLock(Argument<string>("key"))
                .Does(() =>
                {
                    if (StartProcess("bash", $"gate.sh {Argument<int>("gate")} cake") != 0)
                    {
                        throw new CakeException("The gate said no.");
                    }
                });

            RunTarget("Enter");
            """);
        await using BuildProcess restore = Start(["dotnet", "tool", "restore"], "none");
        Assert.True(await restore.EndsAsync(_deadline.Token) == 0, restore.Output);
    }

    public async ValueTask DisposeAsync()
    {
        await _gate.DisposeAsync();
        _folder.Dispose();
        _deadline.Dispose();
    }

    [Theory]
    [InlineData("port-quorum")]
    [InlineData("lockdir")]
    [InlineData("lockfile")]
    [InlineData("oslock")]
    public async Task All_fronts_exclude_each_other(string engine)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The gate of these tests is a script for bash.");
        string sample = typeof(OneLockTests).Assembly.Location.Replace("BuildLock.Fronts.Tests", "BuildLock.Nuke.SampleBuild", StringComparison.Ordinal);
        string gate = _gate.Port.ToString();
        List<BuildProcess> builds =
        [
            Start(["dotnet", "msbuild", "Enter.proj", "-p:Key=" + _key, "-p:Gate=" + gate, "-nodeReuse:false", "-tl:off", "-nologo"], engine),
            Start(["dotnet", "cake", "--key=" + _key, "--gate=" + gate], engine),
            Start(["dotnet", sample, "gate", "Enter", "--key", _key, "--gate", gate], engine),
            Start(["dotnet", sample, "library", _key, gate], engine),
        ];
        Dictionary<string, string> expected = new()
        {
            ["msbuild"] = "project Enter.proj, target Enter",
            ["cake"] = $"Cake task Enter in {_folder.Path}",
            ["nuke"] = $"NUKE target Enter in {_folder.Path}",
            ["library"] = "BuildLock.Nuke.SampleBuild library",
        };
        if (CommandLine is not null)
        {
            builds.Add(Start(["dotnet", CommandLine, "run", _key, "--", "bash", "gate.sh", gate, "cli"], engine));
            expected["cli"] = "bash";
        }

        try
        {
            var seen = new Dictionary<string, string>();
            for (int left = builds.Count; left > 0; left--)
            {
                Gate.Visitor inside = await _gate.NextAsync(_deadline.Token);
                if (seen.Count == 0)
                {
                    await AllOthersWaitAsync(builds, inside.Name);
                }

                seen.Add(inside.Name, HolderAsSeenFromHere(engine));
                Assert.False(_gate.HasArrivals, $"Somebody is inside together with {inside.Name}.");
                inside.Go();
            }

            foreach (BuildProcess build in builds)
            {
                Assert.True(await build.EndsAsync(_deadline.Token) == 0, build.Output);
            }

            Assert.Equal(1, _gate.Most);
            Assert.Equal(expected.Keys.Order(), seen.Keys.Order());
            Assert.All(expected, front => Assert.Contains(front.Value, seen[front.Key], StringComparison.Ordinal));
            AssertJournaled(expected.Count);
        }
        finally
        {
            foreach (BuildProcess build in builds)
            {
                await build.DisposeAsync();
            }
        }
    }

    /// <summary>Every front has a file, all but the first one waited, and each took and released.</summary>
    private void AssertJournaled(int fronts)
    {
        string[] files = Directory.GetFiles(Journal, "*.jsonl");
        string[] lines = files.SelectMany(File.ReadLines).Where(line => line.Contains(_key, StringComparison.Ordinal)).ToArray();
        int Count(string happening) => lines.Count(line => line.StartsWith($"{{\"event\":\"{happening}\"", StringComparison.Ordinal));
        Assert.Equal((fronts, fronts, fronts), (files.Length, Count("took"), Count("released")));
        Assert.True(Count("waits") >= fronts - 1, string.Join('\n', lines));
    }

    /// <summary>Every build that writes what it waits for has written it. The library does not write: it is not asked.</summary>
    private async Task AllOthersWaitAsync(List<BuildProcess> builds, string inside)
    {
        string[] names = ["msbuild", "cake", "nuke", "library", "cli"];
        Task waiting = Task.WhenAll(builds
            .Where((_, index) => names[index] != inside && names[index] != "library")
            .Select(build => build.SeesAsync("BL1001", _deadline.Token)));
        Task first = await Task.WhenAny(waiting, _gate.ArrivesAsync(_deadline.Token));
        Assert.True(first == waiting, $"Somebody is inside together with {inside}.");
        await waiting;
    }

    private string HolderAsSeenFromHere(string engine)
    {
        var options = new LockOptions { Engine = engine, LockDirectory = LocksOf(engine), Timeout = TimeSpan.Zero };
        LockTimeoutException busy = Assert.Throws<LockTimeoutException>(() => ProcessLock.Acquire(_key, options, _deadline.Token));
        return busy.Message;
    }

    // For an engine without a directory it would be an error (BL3006).
    private string? LocksOf(string engine) => engine == "port-quorum" ? null : Path.Combine(_folder.Path, "locks");

    // An empty variable is none.
    private BuildProcess Start(string[] command, string engine)
        => BuildProcess.Start(_folder.Path, command, ("BUILDLOCK_ENGINE", engine), ("BUILDLOCK_LOCK_DIRECTORY", LocksOf(engine) ?? string.Empty), ("BUILDLOCK_JOURNAL", Journal));
}
