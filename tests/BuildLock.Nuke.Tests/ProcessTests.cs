using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using BuildLock.BuildProcesses;
using Xunit;

namespace BuildLock.Nuke.Tests;

/// <summary>Builds in processes of their own. Each says when it is inside its lock, and stays there until it is let go.</summary>
public sealed class ProcessTests : IAsyncLifetime
{
    private readonly Gate _gate = new();
    private readonly TestFolder _folder = new();
    private readonly CancellationTokenSource _deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly string _key = "nuke " + Guid.NewGuid();

    private static string Program => typeof(ProcessTests).Assembly.Location.Replace("BuildLock.Nuke.Tests", "BuildLock.Nuke.SampleBuild", StringComparison.Ordinal);

    public ValueTask InitializeAsync()
    {
        _deadline.CancelAfter(TimeSpan.FromMinutes(2));
        return default;
    }

    public async ValueTask DisposeAsync()
    {
        await _gate.DisposeAsync();
        _folder.Dispose();
        _deadline.Dispose();
    }

    [Theory]
    [InlineData("Enter")]
    [InlineData("EnterContext")]
    public async Task Two_builds_take_turns(string target)
    {
        await using BuildProcess first = Start(target);
        Gate.Visitor inside = await _gate.NextAsync(first, _deadline.Token);
        await using BuildProcess second = Start(target);
        await second.SeesAsync("BL1001: Waiting for lock", _deadline.Token);
        Assert.False(_gate.HasArrivals);
        Assert.Contains($"NUKE target {(target == "Enter" ? "Enter" : "TakeKey")} in {_folder.Path}", second.Output, StringComparison.Ordinal);

        inside.Go();
        Gate.Visitor next = await _gate.NextAsync(second, _deadline.Token);
        next.Go();
        Assert.Equal(0, await first.EndsAsync(_deadline.Token));
        Assert.Equal(0, await second.EndsAsync(_deadline.Token));
        Assert.Contains("[INF] BL1003: Took lock", second.Output, StringComparison.Ordinal);
        Assert.Equal(1, _gate.Most);
    }

    [Theory]
    [InlineData("Enter", "fail")]
    [InlineData("Enter", "interrupt")]
    [InlineData("Enter", "kill")]
    [InlineData("EnterContext", "fail")]
    [InlineData("EnterContext", "interrupt")]
    [InlineData("EnterContext", "kill")]
    public async Task When_the_holder_ends_badly_the_next_one_goes_on(string target, string end)
    {
        Assert.SkipUnless(end == "fail" || BuildProcess.CanSignal, "There are no signals to a group of processes here.");
        await using BuildProcess first = Start(target);
        Gate.Visitor inside = await _gate.NextAsync(first, _deadline.Token);
        await using BuildProcess second = Start(target);
        await second.SeesAsync("BL1001: Waiting for lock", _deadline.Token);

        End(first, inside, end);
        Gate.Visitor next = await _gate.NextAsync(second, _deadline.Token);
        Assert.Equal("nuke", next.Name);
        next.Go();
        Assert.NotEqual(0, await first.EndsAsync(_deadline.Token));
        Assert.Equal(0, await second.EndsAsync(_deadline.Token));
    }

    [Fact]
    public async Task Ctrl_C_ends_a_build_that_waits()
    {
        Assert.SkipUnless(BuildProcess.CanSignal, "There are no signals to a group of processes here.");
        await using BuildProcess holder = Start("Enter");
        await _gate.NextAsync(holder, _deadline.Token);
        await using BuildProcess build = Start("Enter");
        await build.SeesAsync("BL1001: Waiting for lock", _deadline.Token);

        build.Interrupt();
        Assert.NotEqual(0, await build.EndsAsync(_deadline.Token));
    }

    [Fact]
    public async Task The_sample_does_what_it_says()
    {
        string feed = Path.Combine(_folder.Path, "feed");
        foreach (string target in new[] { "Publish", "List", "Republish" })
        {
            await using var build = BuildProcess.Start(_folder.Path, ["dotnet", Program, "sample", target, "--package", "tools", "--feed", feed]);
            Assert.True(await build.EndsAsync(_deadline.Token) == 0, build.Output);
        }

        Assert.Equal("tools", (await File.ReadAllTextAsync(Path.Combine(feed, "index.txt"), _deadline.Token)).Trim());
    }

    private static void End(BuildProcess build, Gate.Visitor inside, string how)
    {
        switch (how)
        {
            case "interrupt":
                build.Interrupt();
                break;
            case "kill":
                build.Kill();
                break;
            default:
                inside.Fail();
                break;
        }
    }

    private BuildProcess Start(string target)
        => BuildProcess.Start(_folder.Path, ["dotnet", Program, "gate", target, "--key", _key, "--gate", _gate.Port.ToString()]);
}
