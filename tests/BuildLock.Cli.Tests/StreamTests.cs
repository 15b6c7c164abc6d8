using System;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace BuildLock.Cli.Tests;

/// <summary>The command's streams, arguments and environment are its own.</summary>
public sealed class StreamTests : CliTest
{
    [Fact]
    public async Task Binary_data_goes_through_untouched()
    {
        byte[] data = new byte[1_000_000];
        new Random(7).NextBytes(data);
        await using CliProcess run = Run([], "cat");

        Task writing = WriteAsync();
        CliResult result = await FinishAsync();
        Assert.Equal(0, result.Code);
        Assert.True(data.AsSpan().SequenceEqual(result.Bytes), "The bytes differ.");
        Assert.Empty(result.Errors);

        async Task WriteAsync() => await run.Input.WriteAsync(data, Deadline);

        async Task<CliResult> FinishAsync()
        {
            await writing;
            return await run.ResultAsync(Deadline);
        }
    }

    [Fact]
    public async Task What_is_said_while_waiting_is_not_on_the_output()
    {
        CliResult result;
        await using (CliProcess run = await WaitingAsync("printf", "a\tb"))
        {
            result = await run.ResultAsync(Deadline);
        }

        Assert.Equal((0, "a\tb"), (result.Code, result.Output));
        Assert.Matches("^BL1001: Waiting for lock .*the test.*\nBL1003: Took lock .* after .*$", result.Errors);
    }

    [Fact]
    public async Task Quiet_says_nothing_while_all_is_well()
    {
        await using Holder held = await HoldAsync();
        await using CliProcess run = Run(["--quiet", "--timeout", "1500ms"], "true");
        CliResult result = await run.ResultAsync(Deadline);

        Assert.Equal(75, result.Code);
        Assert.StartsWith("BL2001", result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', result.Errors);
    }

    [Fact]
    public async Task Verbose_says_that_it_took_a_free_lock()
        => Assert.StartsWith("BL1003: Took lock", (await RunAsync(["--verbose"], "true")).Errors, StringComparison.Ordinal);

    [Fact]
    public async Task No_escape_sequences_without_a_terminal()
        => Assert.DoesNotContain('\e', (await RunAsync(["--verbose", "--engine", "none"], "true")).Errors);

    [Fact]
    public async Task Arguments_that_are_not_text_arrive_as_they_are()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Arguments are text elsewhere.");
        string command = string.Join(' ', CliProcess.Command.Select(word => $"'{word}'"));
        await using CliProcess run = CliProcess.StartCommand([], "bash", "-c", $"BROKEN=$'\\xfe' exec {command} run '{Key}' -- bash -c 'printf %s \"$1$2$BROKEN\"' sh $'\\xff\\x01' ''");

        Assert.Equal([0xff, 0x01, 0xfe], (await run.ResultAsync(Deadline)).Bytes);
    }

    /// <summary>What cannot be said changes nothing of what is done.</summary>
    [Theory]
    [InlineData("2>&-")]
    [InlineData("2>/dev/full")]
    public async Task Nobody_to_tell_is_no_error(string redirection)
    {
        string command = string.Join(' ', CliProcess.Command.Select(word => $"'{word}'"));
        await using CliProcess run = CliProcess.StartCommand([], "bash", "-c", $"{command} run '{Key}' --verbose -- sh -c 'echo ran; exit 9' {redirection}");
        CliResult result = await run.ResultAsync(Deadline);

        Assert.Equal((9, "ran\n"), (result.Code, result.Output));
    }

    [Fact]
    public async Task A_file_has_all_lines_in_the_order_in_which_they_were_written()
    {
        string command = string.Join(' ', CliProcess.Command.Select(word => $"'{word}'"));
        string file = System.IO.Path.Combine(Folder, "log");
        await using CliProcess run = CliProcess.StartCommand([], "bash", "-c", $"{{ echo before; {command} run '{Key}' -v --max-hold 300ms --on-lost continue -- sh -c 'echo command; sleep 1'; echo after; }} > '{file}' 2>&1");
        await run.ResultAsync(Deadline);

        Assert.Matches("^before\nBL1003: [^\n]*\ncommand\nBL2003: [^\n]*\nafter\n$", await System.IO.File.ReadAllTextAsync(file, Deadline));
    }

    [Fact]
    public async Task A_command_of_a_pipeline_ends_with_its_reader()
    {
        string command = string.Join(' ', CliProcess.Command.Select(word => $"'{word}'"));
        await using CliProcess run = CliProcess.StartCommand([], "bash", "-c", $"{command} run '{Key}' -- yes | head -n 1; exit ${{PIPESTATUS[0]}}");
        CliResult result = await run.ResultAsync(Deadline);

        Assert.Equal((128 + 13, "y\n"), (result.Code, result.Output));
    }

    [Fact]
    public async Task The_command_learns_its_lock()
    {
        CliResult first = await RunAsync(On("lockdir"), "sh", "-c", "printf '%s|%s' \"$BUILDLOCK_KEY\" \"$BUILDLOCK_FENCE\"");
        CliResult second = await RunAsync(On("lockdir"), "sh", "-c", "printf '%s|%s' \"$BUILDLOCK_KEY\" \"$BUILDLOCK_FENCE\"");

        Assert.Equal(($"{Key}|1", $"{Key}|2"), (first.Output, second.Output));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_run_in_a_run_enters_its_lock(string engine)
    {
        CliResult result = await RunAsync(On(engine), [.. CliProcess.Command, "run", Key, .. On(engine), "--timeout", "0", "--", "echo", "inside"]);
        Assert.Equal((0, "inside\n"), (result.Code, result.Output));
    }

    [Fact]
    public async Task A_run_in_a_run_without_the_token_is_refused()
    {
        CliResult result = await RunAsync([], ["env", "-u", "BUILDLOCK_ENTER", .. CliProcess.Command, "run", Key, "--", "true"]);

        Assert.Equal(75, result.Code);
        Assert.StartsWith("BL2002: ", result.Errors, StringComparison.Ordinal);
    }

    // A run that has said that it waits, and whose turn has come.
    private async Task<CliProcess> WaitingAsync(params string[] command)
    {
        await using Holder held = await HoldAsync();
        CliProcess run = Run([], command);
        await run.SaysAsync("BL1001", Deadline);
        await held.ReleaseAsync(Deadline);
        return run;
    }
}
