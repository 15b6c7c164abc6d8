using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using BuildLock.MSBuild.Tests.Builds;
using BuildLock.MSBuild.Tests.Projects;
using Xunit;

namespace BuildLock.MSBuild.Tests;

/// <summary>The task assembly on the other runtime that loads it: the .NET Framework's classes, as Mono has them. A build by
/// the .NET Framework's own MSBuild cannot run here; that both exclude each other can be seen.</summary>
public sealed class MonoTests : IDisposable
{
    private static readonly string Program = Path.Combine(Repository.Root, "tests", "BuildLock.Mono", "bin", "Release", "net472", "BuildLock.Mono.exe");

    private readonly TestFolder _folder = new();
    private readonly string _key = LockKeys.Fresh("mono");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public void A_lock_held_on_Mono_keeps_builds_out_and_is_released(string engine)
    {
        using Process mono = StartMono(engine);
        Assert.Equal($"held by {mono.Id}, previous None", mono.StandardOutput.ReadLine());
        string error = Tries(engine).Run().AssertOneError("BL2001");
        Assert.Contains($"pid {mono.Id},", error, StringComparison.Ordinal);
        Assert.Contains("project mono.proj", error, StringComparison.Ordinal);

        mono.StandardInput.WriteLine();
        Assert.Equal("released", mono.StandardOutput.ReadLine());
        BuildResult result = Tries(engine).RunWell();
        Assert.Equal("Released", AcquireOutputs.AllOf(result).Single().PreviousOutcome);
    }

    [Theory]
    [MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public void A_lock_held_by_a_build_keeps_Mono_out(string engine)
    {
        using var held = HeldLock.Of(_folder, $"Key='{_key}' Engine='{engine}'");
        using Process mono = StartMono(engine);
        string answer = mono.StandardOutput.ReadLine()!;
        Assert.StartsWith("error BL2001", answer, StringComparison.Ordinal);
        Assert.Contains($"pid {held.Build.ProcessId},", answer, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public void What_a_killed_Mono_held_goes_to_the_next_build(string engine)
    {
        using Process mono = StartMono(engine);
        Assert.StartsWith("held by", mono.StandardOutput.ReadLine()!, StringComparison.Ordinal);
        using Build waits = UserProject.Plain(_folder, "waits", new LockedTarget($"Key='{_key}' Engine='{engine}'")).Start();
        waits.WaitForOutput("BL1001");
        mono.Kill();
        BuildResult result = waits.WaitForEnd();
        result.AssertSuccess();
        Assert.Equal("Abandoned", AcquireOutputs.AllOf(result).Single().PreviousOutcome);
    }

    private Process StartMono(string engine)
    {
        const string Facade = "/usr/lib/mono/4.5/Facades/netstandard.dll";
        Assert.SkipUnless(File.Exists(Facade), $"Mono is not installed with what netstandard2.0 needs ({Facade}; Debian: mono-devel).");
        var start = new ProcessStartInfo("mono", [Program, _key, engine, engine == "port-quorum" ? string.Empty : _folder.State]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true };
        BuildEnvironment.Prepare(start.Environment, new System.Collections.Generic.Dictionary<string, string?>());
        return Process.Start(start)!;
    }

    private UserProject Tries(string engine)
        => UserProject.Plain(_folder, "tries", new LockedTarget($"Key='{_key}' Engine='{engine}'") { Settings = "Timeout='0'" });
}
