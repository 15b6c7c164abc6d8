using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using BuildLock.BuildProcesses;
using Xunit;

namespace Cake.BuildLock.Tests;

/// <summary>Two scripts at once. Each says when it is inside its lock, and stays there until it is let go.</summary>
public sealed class TurnTests(CakeFolder cake) : IAsyncDisposable
{
    private readonly Gate _gate = new();
    private readonly CancellationTokenSource _deadline = TaskTests.Deadline();
    private readonly string _key = "cake " + Guid.NewGuid();

    public async ValueTask DisposeAsync()
    {
        await _gate.DisposeAsync();
        _deadline.Dispose();
    }

    [Theory]
    [InlineData("Enter", "Cake task Enter in ")]
    [InlineData("EnterBlock", "Cake script in ")]
    public async Task Two_scripts_take_turns(string target, string description)
    {
        await using BuildProcess first = Start(target);
        Gate.Visitor inside = await _gate.NextAsync(first, _deadline.Token);
        await using BuildProcess second = Start(target);
        await second.SeesAsync("BL1001: Waiting for lock", _deadline.Token);
        Assert.False(_gate.HasArrivals);
        Assert.Contains(description + cake.Path, second.Output, StringComparison.Ordinal);

        inside.Go();
        Gate.Visitor next = await _gate.NextAsync(second, _deadline.Token);
        next.Go();
        Assert.Equal(0, await first.EndsAsync(_deadline.Token));
        Assert.Equal(0, await second.EndsAsync(_deadline.Token));
        Assert.Contains("BL1003: Took lock", second.Output, StringComparison.Ordinal);
        Assert.Equal(1, _gate.Most);
    }

    [Theory]
    [InlineData("Enter", "fail")]
    [InlineData("Enter", "interrupt")]
    [InlineData("Enter", "kill")]
    [InlineData("EnterBlock", "fail")]
    [InlineData("EnterBlock", "kill")]
    public async Task When_the_holder_ends_badly_the_next_one_goes_on(string target, string end)
    {
        Assert.SkipUnless(end == "fail" || BuildProcess.CanSignal, "There are no signals to a group of processes here.");
        await using BuildProcess first = Start(target);
        Gate.Visitor inside = await _gate.NextAsync(first, _deadline.Token);
        await using BuildProcess second = Start(target);
        await second.SeesAsync("BL1001: Waiting for lock", _deadline.Token);

        switch (end)
        {
            case "interrupt":
                first.Interrupt();
                break;
            case "kill":
                first.Kill();
                break;
            default:
                inside.Fail();
                break;
        }

        Gate.Visitor next = await _gate.NextAsync(second, _deadline.Token);
        next.Go();
        Assert.NotEqual(0, await first.EndsAsync(_deadline.Token));
        Assert.Equal(0, await second.EndsAsync(_deadline.Token));
    }

    [Fact]
    public async Task Ctrl_C_ends_a_script_that_waits()
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
        cake.Write("sample.cake", await File.ReadAllTextAsync(Path.Combine(TestFolder.Repository, "samples", "Cake", "build.cake"), _deadline.Token));
        await using BuildProcess app = Sample("--package=app", "--out=a");
        await using BuildProcess tools = Sample("--package=tools", "--out=b");
        Assert.True(await app.EndsAsync(_deadline.Token) == 0, app.Output);
        Assert.True(await tools.EndsAsync(_deadline.Token) == 0, tools.Output);

        await using BuildProcess list = Sample("--target=List");
        Assert.True(await list.EndsAsync(_deadline.Token) == 0, list.Output);
        Assert.Contains("app 1.0.0\ntools 1.0.0", list.Output, StringComparison.Ordinal);
    }

    private BuildProcess Start(string target) => cake.Run(target, _key, "--gate=" + _gate.Port);

    private BuildProcess Sample(params string[] arguments)
        => BuildProcess.Start(cake.Path, ["dotnet", "cake", "sample.cake", "--feed=feed", .. arguments]);
}
