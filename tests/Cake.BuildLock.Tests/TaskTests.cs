using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using BuildLock.BuildProcesses;
using Xunit;

namespace Cake.BuildLock.Tests;

/// <summary>Tasks with locks in real Cake processes.</summary>
public sealed class TaskTests(CakeFolder cake) : IAsyncDisposable
{
    private readonly Gate _gate = new();
    private readonly CancellationTokenSource _deadline = Deadline();
    private readonly string _key = "cake " + Guid.NewGuid();

    public async ValueTask DisposeAsync()
    {
        await _gate.DisposeAsync();
        _deadline.Dispose();
    }

    [Theory]
    [InlineData("AfterPlain", "first: held, second: held, after: free")]
    [InlineData("AfterFinally", "body: held, finally: held, after: free")]
    [InlineData("AfterFinallyFirst", "body: held, finally: held, after: free")]
    [InlineData("AfterHandles", "handler: held, finally: held, after: free")]
    [InlineData("AfterEach", "item 1: held, item 2: held, finally: held, after: free")]
    [InlineData("EachOfList", "item 1: held, item 2: held")]
    [InlineData("Several", "one: held, other: held")]
    [InlineData("Twice", "body: held")]
    [InlineData("Typed", "body: held")]
    [InlineData("TypedBuilder", "body: held")]
    [InlineData("AfterSkipped", "after: free")]
    public async Task A_task_runs_under_its_lock(string target, string seen)
    {
        await using BuildProcess build = cake.Run(target, _key);

        Assert.True(await build.EndsAsync(_deadline.Token) == 0, build.Output);
        Assert.Equal(seen + ", teardown: free", Seen(build));
    }

    [Theory]
    [InlineData("Fails", "body: held, finally: held")]
    [InlineData("Defers", "first: held, second: held")]
    [InlineData("DefersEach", "item 1: held, item 2: held")]
    public async Task A_task_that_fails_releases_its_lock_and_keeps_its_error(string target, string seen)
    {
        await using BuildProcess build = cake.Run(target, _key);

        Assert.NotEqual(0, await build.EndsAsync(_deadline.Token));
        Assert.Equal(seen + ", teardown: free", Seen(build));
        Assert.Contains("the task's own error", build.Output, StringComparison.Ordinal);
        Assert.Contains("TEARDOWN " + target, build.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tasks_own_error_reporter_is_called()
    {
        await using BuildProcess build = cake.Run("Reports", _key);

        Assert.NotEqual(0, await build.EndsAsync(_deadline.Token));
        Assert.Contains("REPORTED the task's own error", build.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Plain", "")]
    [InlineData("Defers", "")]
    [InlineData("DefersEach", "")]
    [InlineData("Each", "finally: held")]
    [InlineData("Several", "")]
    public async Task When_the_lock_cannot_be_had_nothing_of_the_task_runs(string target, string seen)
    {
        await using BuildProcess somebody = await HoldAsync();
        await using BuildProcess build = cake.Run(target, _key, "--process-lock-timeout=0");

        Assert.NotEqual(0, await build.EndsAsync(_deadline.Token));
        Assert.Equal((seen.Length > 0 ? seen + ", " : seen) + "teardown: held", Seen(build));
        Assert.Contains($"Error: BL2001: Gave up on lock '{_key}' at once, as Timeout is 0.", build.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", build.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_error_handler_of_a_task_gets_the_failure_of_its_lock()
    {
        await using BuildProcess somebody = await HoldAsync();
        await using BuildProcess build = cake.Run("Handles", _key, "--process-lock-timeout=0");

        Assert.True(await build.EndsAsync(_deadline.Token) == 0, build.Output);
        Assert.Contains("HANDLED LockTimeoutException: BL2001: Gave up", build.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("the task's own error", build.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_task_that_may_fail_does_not_run_unlocked()
    {
        await using BuildProcess somebody = await HoldAsync();
        await using BuildProcess build = cake.Run("AfterContinues", _key, "--process-lock-timeout=0");

        Assert.True(await build.EndsAsync(_deadline.Token) == 0, build.Output);
        Assert.Equal("after: held, teardown: held", Seen(build));
    }

    [Fact]
    public async Task A_skipped_task_takes_nothing()
    {
        await using BuildProcess somebody = await HoldAsync();
        await using BuildProcess build = cake.Run("AfterSkipped", _key, "--process-lock-timeout=0");

        Assert.True(await build.EndsAsync(_deadline.Token) == 0, build.Output);
    }

    [Fact]
    public async Task A_task_that_runs_twice_is_locked_twice()
    {
        await using BuildProcess build = cake.Run("AfterFinally", _key, "--twice=true");

        Assert.True(await build.EndsAsync(_deadline.Token) == 0, build.Output);
        Assert.Equal("body: held, finally: held, teardown: free, between: free, body: held, finally: held, after: free, teardown: free", Seen(build));
    }

    [Fact]
    public async Task A_block_that_asks_for_the_lock_of_its_task_is_refused_at_once()
    {
        await using BuildProcess build = cake.Run("Nested", _key);

        Assert.NotEqual(0, await build.EndsAsync(_deadline.Token));
        Assert.Contains($"Error: BL2002: Lock '{_key}' is held by this same build (Cake task Nested in {cake.Path}).", build.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lock_that_was_lost_fails_the_task()
    {
        await using BuildProcess build = cake.Run("Outstays", _key);

        Assert.NotEqual(0, await build.EndsAsync(_deadline.Token));
        Assert.Contains($"Error: BL2003: Lost lock '{_key}'", build.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lost_lock_does_not_hide_the_tasks_own_error()
    {
        await using BuildProcess build = cake.Run("OutstaysAndFails", _key);

        Assert.NotEqual(0, await build.EndsAsync(_deadline.Token));
        Assert.Contains("Error: the task's own error", build.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("NoKey", "BL3004: Neither Key nor Folder is given.")]
    [InlineData("WrongEngine", "BL3002: Engine 'flock' (LockOptions) is not known.")]
    [InlineData("WrongDuration", "BL3003: Timeout '-00:00:05' (LockOptions) is not allowed.")]
    [InlineData("NoFolder", "BL3005: Folder '")]
    [InlineData("BlockWrongEngine", "BL3002: Engine 'flock' (LockOptions) is not known.")]
    public async Task Nonsense_fails_the_task_with_the_code_and_no_stack_trace(string target, string message)
    {
        await using BuildProcess build = cake.Run(target, _key);

        Assert.NotEqual(0, await build.EndsAsync(_deadline.Token));
        Assert.Contains($"An error occurred when executing task '{target}'.", build.Output, StringComparison.Ordinal);
        Assert.Contains("Error: " + message, build.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", build.Output, StringComparison.Ordinal);
        Assert.Equal("teardown: free", Seen(build));
    }

    [Fact]
    public async Task An_argument_with_nonsense_is_named_in_the_error()
    {
        await using BuildProcess build = cake.Run("Plain", _key, "--process-lock-timeout=soon");

        Assert.NotEqual(0, await build.EndsAsync(_deadline.Token));
        Assert.Contains("Error: BL3003: Timeout 'soon' (argument --process-lock-timeout) is not allowed.", build.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Arguments_reach_the_lock()
    {
        await using BuildProcess build = cake.Run(
            "Show", _key, "--process-lock-engine=lockdir", "--process-lock-lock-directory=state", "--process-lock-description=for the test",
            "--process-lock-namespace=n", "--process-lock-scope=User", "--process-lock-expire-after=5m", "--process-lock-max-hold=1h");

        Assert.True(await build.EndsAsync(_deadline.Token) == 0, build.Output);
        Assert.Contains("ENGINE lockdir DESCRIPTION for the test", build.Output, StringComparison.Ordinal);
        Assert.True(System.IO.Directory.Exists(System.IO.Path.Combine(cake.Path, "state")));
    }

    [Fact]
    public async Task A_folder_is_locked_relative_to_the_script()
    {
        cake.Write("locked/something.txt", string.Empty);
        await using BuildProcess build = cake.Run("Folder", _key);

        Assert.True(await build.EndsAsync(_deadline.Token) == 0, build.Output);
        Assert.StartsWith("folder: held", Seen(build), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_engine_that_locks_nothing_says_so()
    {
        await using BuildProcess build = cake.Run("Show", _key, "--process-lock-engine=none");

        Assert.True(await build.EndsAsync(_deadline.Token) == 0, build.Output);
        Assert.Contains($"BL1004: Lock '{_key}' is switched off", build.Output, StringComparison.Ordinal);
    }

    internal static CancellationTokenSource Deadline()
    {
        var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(TimeSpan.FromMinutes(3));
        return deadline;
    }

    /// <summary>Another build that has the lock. Not this process: what a process holds, one that it started is refused.</summary>
    private async Task<BuildProcess> HoldAsync()
    {
        BuildProcess holder = cake.Run("Enter", _key, "--gate=" + _gate.Port);
        await _gate.NextAsync(holder, _deadline.Token);
        return holder;
    }

    private static string Seen(BuildProcess build)
        => string.Join(", ", build.Output.Split('\n').Where(line => line.StartsWith("SAW ", StringComparison.Ordinal)).Select(line => line[4..]));
}
