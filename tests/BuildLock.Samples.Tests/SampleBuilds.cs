using System;
using System.Threading;
using System.Threading.Tasks;
using BuildLock.BuildProcesses;
using Xunit;

namespace BuildLock.Samples.Tests;

/// <summary>Builds of one copied sample.</summary>
internal sealed class SampleBuilds(SampleFolders folders, string sample, CancellationToken cancellationToken)
{
    // BUILDLOCK_SAMPLES_ENGINE=none shows that the tests see the damage: run them once so.
    private static readonly string Engine = Environment.GetEnvironmentVariable("BUILDLOCK_SAMPLES_ENGINE") ?? string.Empty;

    // The key of a sample may be the machine's, where somebody else may build it just now.
    private readonly string _namespace = Guid.NewGuid().ToString("N");

    public string Folder { get; } = folders.Copy(sample);

    /// <summary>A variable of all builds.</summary>
    public (string Name, string? Value) Variable { get; init; } = ("DOTNET_NOLOGO", "1");

    /// <summary>Runs a command to its end, which has to be a good one.</summary>
    public async Task RunAsync(params string[] command)
    {
        await using BuildProcess process = Start(command);
        await EndsWellAsync(process);
    }

    public BuildProcess Start(string[] command, params (string Name, string? Value)[] variables) => BuildProcess.Start(
        Folder,
        command,
        [
            ("MSBUILDDISABLENODEREUSE", "1"),
            ("DOTNET_CLI_USE_MSBUILD_SERVER", "0"),
            ("UseSharedCompilation", "false"), // a compiler server would outlive the test
            ("BUILDLOCK_NAMESPACE", _namespace),
            Variable,
            .. variables,
        ]);

    public BuildProcess StartBuild(string[] arguments, params (string Name, string? Value)[] variables)
        => Start(["dotnet", "build", "--no-restore", "-tl:off", $"-p:ProcessLockEngine={Engine}", .. arguments], variables);

    /// <summary>A build that stands at the gate before a target, be it its own or that of a build which it starts.</summary>
    public BuildProcess StartBuild(string[] arguments, Gate gate, string target) => StartBuild(
        arguments,
        ("CustomAfterMicrosoftCommonTargets", folders.Door),
        ("DoorTarget", target),
        ("DoorPort", gate.Port.ToString()));

    /// <summary>Runs two builds, which both have to end well. They go on together when both stand before a target.</summary>
    /// <returns>What both have said.</returns>
    public async Task<string> BuildTogetherAsync(string target, string[] first, string[] second)
    {
        await using var gate = new Gate();
        await using BuildProcess one = StartBuild(first, gate, target);
        await using BuildProcess two = StartBuild(second, gate, target);
        using Gate.Visitor guest = await gate.NextAsync(one, cancellationToken);
        using Gate.Visitor other = await gate.NextAsync(two, cancellationToken);
        guest.Go();
        other.Go();
        await EndsWellAsync(one);
        await EndsWellAsync(two);
        return one.Output + two.Output;
    }

    /// <summary>Runs two builds, which both have to end well, and the second of which has to wait while the first stands
    /// before a target that both reach under the lock.</summary>
    public async Task BuildInTurnAsync(string target, string[] first, string[] second)
    {
        await using var gate = new Gate();
        await using BuildProcess one = StartBuild(first, gate, target);
        using Gate.Visitor inside = await gate.NextAsync(one, cancellationToken);
        await using BuildProcess two = StartBuild(second, gate, target);
        Task waits = two.SeesAsync("BL1001", cancellationToken);
        Assert.True(await Task.WhenAny(waits, gate.ArrivesAsync(cancellationToken)) == waits, $"Two builds are before {target}.");
        await waits;
        inside.Go();
        using Gate.Visitor next = await gate.NextAsync(two, cancellationToken);
        next.Go();
        await EndsWellAsync(one);
        await EndsWellAsync(two);
    }

    public async Task EndsWellAsync(BuildProcess build)
        => Assert.True(await build.EndsAsync(cancellationToken) == 0, build.Output);
}
