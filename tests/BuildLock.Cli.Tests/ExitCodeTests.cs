using System;
using System.IO;
using System.Threading.Tasks;
using Xunit;

namespace BuildLock.Cli.Tests;

public sealed class ExitCodeTests : CliTest
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(42)]
    [InlineData(255)]
    public async Task The_commands_own(int code) => Assert.Equal(code, (await RunAsync([], "sh", "-c", "exit " + code)).Code);

    [Fact]
    public async Task A_command_that_a_signal_ends_is_reported_as_shells_do()
        => Assert.Equal(137, (await RunAsync([], "sh", "-c", "kill -9 $$")).Code);

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Busy_is_75_with_the_holder_in_one_line(string engine)
    {
        await using Holder held = await HoldAsync(engine);
        CliResult result = await RunAsync([.. On(engine), "--timeout", "0"], "touch", Path.Combine(Folder, "ran"));

        Assert.Equal(75, result.Code);
        Assert.StartsWith($"BL2001: Gave up on lock '{Key}'", result.Errors, StringComparison.Ordinal);
        Assert.Contains("the test", result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', result.Errors);
        Assert.False(File.Exists(Path.Combine(Folder, "ran")));
    }

    [Fact]
    public async Task Busy_can_be_another_code()
    {
        await using Holder held = await HoldAsync();
        Assert.Equal(3, (await RunAsync(["--timeout", "10ms", "--conflict-exit-code", "3"], "true")).Code);
    }

    [Fact]
    public async Task Only_a_busy_lock_has_the_conflict_code()
        => Assert.Equal(69, (await RunAsync(["--conflict-exit-code", "3", "--engine", "lockdir", "--lock-directory", "/proc/nothing"], "true")).Code);

    [Theory]
    [InlineData("lockdir")]
    [InlineData("lockfile")]
    [InlineData("oslock")]
    public async Task A_place_that_takes_no_state_is_69(string engine)
    {
        CliResult result = await RunAsync(["--engine", engine, "--lock-directory", "/proc/nothing"], "true");

        Assert.Equal(69, result.Code);
        Assert.StartsWith("BL2006: ", result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', result.Errors);
    }

    [Fact]
    public async Task A_file_in_the_place_of_the_lock_directory_is_69()
    {
        await File.WriteAllTextAsync(Locks, "in the way", Deadline);
        Assert.Equal(69, (await RunAsync(On("lockdir"), "true")).Code);
    }

    [Fact]
    public async Task Not_found_is_127()
    {
        CliResult result = await RunAsync([], "no-such-command");

        Assert.Equal(127, result.Code);
        Assert.StartsWith("BL4002: Command 'no-such-command' was not found.", result.Errors, StringComparison.Ordinal);
        Assert.Equal(127, (await RunAsync([], Path.Combine(Folder, "nothing"))).Code);
    }

    [Fact]
    public async Task Not_executable_is_126()
    {
        string file = Path.Combine(Folder, "text");
        await File.WriteAllTextAsync(file, "no program", Deadline);

        CliResult result = await RunAsync([], file);
        Assert.Equal(126, result.Code);
        Assert.StartsWith($"BL4003: Command '{file}' cannot be executed:", result.Errors, StringComparison.Ordinal);
        Assert.Equal(126, (await RunAsync([], Folder)).Code);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_command_whose_lock_is_lost_is_ended_and_70(string engine)
    {
        await using CliProcess run = Run([.. On(engine), "--max-hold", "300ms"], AtGate());
        string pid = (await InsideAsync(run)).Name;

        CliResult result = await run.ResultAsync(Deadline);
        Assert.True(result.Code == 70, $"{result.Code}: {result.Errors}");
        Assert.Contains("BL2003: Lost lock", result.Errors, StringComparison.Ordinal);
        await IsGoneAsync(pid);
    }

    [Fact]
    public async Task A_command_that_does_not_end_when_asked_is_killed_after_the_grace_with_what_it_started()
    {
        await using CliProcess run = Run(["--max-hold", "300ms", "--grace", "100ms"], "bash", "-c", "trap '' TERM; (trap '' TERM; " + string.Join(' ', AtGate()[2]) + "); true");
        string pid = (await InsideAsync(run)).Name;

        Assert.Equal(70, await run.EndsAsync(Deadline));
        await IsGoneAsync(pid);
    }

    [Fact]
    public async Task A_command_may_go_on_without_its_lock()
    {
        await using CliProcess run = Run(["--max-hold", "200ms", "--on-lost", "continue"], AtGate());
        BuildProcesses.Gate.Visitor inside = await InsideAsync(run);
        await run.SaysAsync("BL2003", Deadline);

        inside.Go();
        Assert.Equal(0, (await run.ResultAsync(Deadline)).Code);
    }
}
