using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using BuildLock.BuildProcesses;
using Xunit;

namespace BuildLock.Nuke.Tests;

/// <summary>The sample as a user builds it: with the real packages of NUKE, wherever they restore.</summary>
public sealed class RealNukeTests
{
    [Theory]
    [InlineData("7.0.6")]
    [InlineData("8.1.4")]
    [InlineData("9.0.4")]
    [InlineData("10.1.0")]
    public async Task The_sample_runs_with_the_real_packages(string version)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(TimeSpan.FromMinutes(5));
        using var folder = new TestFolder();
        string? problem = await NukeProbe.Problem;
        Assert.SkipWhen(problem is not null, $"Nuke.Common does not restore from this machine's package sources, so the sample was not run with the real NUKE: {problem}");

        TestFolder.Package("BuildLock");
        TestFolder.Package("BuildLock.Nuke");
        foreach (string file in new[] { "Build.cs", "_build.csproj", "Directory.Build.props" })
        {
            folder.Write(file, await File.ReadAllTextAsync(Path.Combine(TestFolder.Repository, "samples", "Nuke", file), deadline.Token));
        }

        folder.Write(".nuke/parameters.json", "{}");

        // NUKE 10 is built for .NET 10 only.
        string framework = version.StartsWith("10.", StringComparison.Ordinal) ? "net10.0" : "net8.0";
        await using var restore = BuildProcess.Start(folder.Path, ["dotnet", "restore", $"-p:NukeVersion={version}", $"-p:TargetFramework={framework}"]);
        int restored = await restore.EndsAsync(deadline.Token);
        Assert.SkipWhen(restored != 0 && NukeProbe.Reason(restore.Output) is not null, $"Nuke.Common {version} does not restore here: {NukeProbe.Reason(restore.Output)}");
        Assert.True(restored == 0, restore.Output);
        await using var compile = BuildProcess.Start(folder.Path, ["dotnet", "build", "--no-restore", "-o", "bin/out", "-nodeReuse:false", $"-p:NukeVersion={version}", $"-p:TargetFramework={framework}"]);
        Assert.True(await compile.EndsAsync(deadline.Token) == 0, compile.Output);

        string feed = Path.Combine(folder.Path, "feed");
        foreach (string target in new[] { "Publish", "List", "Republish" })
        {
            await using var build = BuildProcess.Start(folder.Path, ["dotnet", "bin/out/_build.dll", target, "--package", "tools", "--feed", feed], ("NUKE_TELEMETRY_OPTOUT", "1"));
            Assert.True(await build.EndsAsync(deadline.Token) == 0, build.Output);
        }

        Assert.Equal("tools", (await File.ReadAllTextAsync(Path.Combine(feed, "index.txt"), deadline.Token)).Trim());
        await using var nonsense = BuildProcess.Start(folder.Path, ["dotnet", "bin/out/_build.dll", "Publish", "--feed", feed, "--process-lock-timeout", "soon"]);
        Assert.NotEqual(0, await nonsense.EndsAsync(deadline.Token));
        Assert.Contains("BL3003: Timeout 'soon' (parameter ProcessLockTimeout)", nonsense.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at BuildLock", nonsense.Output, StringComparison.Ordinal);
    }
}
