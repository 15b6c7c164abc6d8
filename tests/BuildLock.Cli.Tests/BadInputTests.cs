using System;
using System.IO;
using System.Threading.Tasks;
using Xunit;

namespace BuildLock.Cli.Tests;

/// <summary>Each nonsense: 64, one line with a code on the standard error, nothing on the standard output, nothing run.</summary>
public sealed class BadInputTests : CliTest
{
    [Theory]
    [InlineData("BL3003", "--timeout", "soon")]
    [InlineData("BL3003", "--timeout", "-5")]
    [InlineData("BL3003", "--timeout", "")]
    [InlineData("BL3003", "--expire-after", "10ms")]
    [InlineData("BL3003", "--expire-after", "infinite")]
    [InlineData("BL3003", "--max-hold", "never")]
    [InlineData("BL3002", "--engine", "flock")]
    [InlineData("BL3007", "--scope", "everybody")]
    [InlineData("BL3007", "--lock-directory", " ")]
    [InlineData("BL3007", "--conflict-exit-code", "256")]
    [InlineData("BL3007", "--conflict-exit-code", "-1")]
    [InlineData("BL3007", "--conflict-exit-code", "many")]
    [InlineData("BL3007", "--on-lost", "panic")]
    [InlineData("BL3007", "--grace", "infinite")]
    [InlineData("BL3007", "--grace", "soon")]
    [InlineData("BL3004", "--folder", "/")]
    [InlineData("BL4001", "--timeout")]
    [InlineData("BL4001", "--timeout", "1s", "--timeout", "2s")]
    [InlineData("BL4001", "--no-such-option")]
    [InlineData("BL4001", "one-key-too-many")]
    [InlineData("BL3007", "--quiet", "--verbose")]
    public async Task An_option(string code, params string[] options)
    {
        string ran = Path.Combine(Folder, "ran");
        Refused(code, await RunAsync(options, "touch", ran));
        Assert.False(File.Exists(ran));
    }

    [Fact]
    public async Task A_namespace_that_is_too_long() => Refused("BL3007", await RunAsync(["--namespace", new string('n', 1025)], "true"));

    [Fact]
    public async Task A_key_that_is_too_long() => Refused("BL3001", await CliProcess.RunAsync(Deadline, "run", new string('k', 1025), "--", "true"));

    [Fact]
    public async Task No_key() => Refused("BL3004", await CliProcess.RunAsync(Deadline, "run", "--", "true"));

    [Fact]
    public async Task An_empty_key() => Refused("BL3004", await CliProcess.RunAsync(Deadline, "run", "", "--", "true"));

    [Fact]
    public async Task A_folder_that_is_not_there() => Refused("BL3005", await CliProcess.RunAsync(Deadline, "run", "--folder", Path.Combine(Folder, "nothing"), "--", "true"));

    [Fact]
    public async Task The_root_as_a_folder() => Refused("BL3006", await CliProcess.RunAsync(Deadline, "run", "--folder", "/", "--", "true"));

    [Fact]
    public async Task An_engine_that_cannot_lock_folders() => Refused("BL3006", await CliProcess.RunAsync(Deadline, "run", "--folder", Folder, "--engine", "port-quorum", "--", "true"));

    [Fact]
    public async Task No_command()
    {
        Refused("BL4001", await CliProcess.RunAsync(Deadline, "run", Key));
        Refused("BL4001", await CliProcess.RunAsync(Deadline, "run", Key, "--"));
        Refused("BL4001", await CliProcess.RunAsync(Deadline, "run", Key, "--", ""));
    }

    [Fact]
    public async Task A_command_without_dashes_before_it() => Refused("BL4001", await CliProcess.RunAsync(Deadline, "run", Key, "echo", "hello"));

    [Fact]
    public async Task Nothing_at_all() => Refused("BL4001", await CliProcess.RunAsync(Deadline));

    [Fact]
    public async Task An_unknown_command() => Refused("BL4001", await CliProcess.RunAsync(Deadline, "lock", Key));

    [Theory]
    [InlineData("who")]
    [InlineData("wait")]
    public async Task No_key_for(string command) => Refused("BL3004", await CliProcess.RunAsync(Deadline, command));

    [Fact]
    public async Task Nonsense_in_the_environment_names_its_variable()
    {
        await using CliProcess run = CliProcess.StartWith([("BUILDLOCK_TIMEOUT", "soon")], "run", Key, "--", "true");
        CliResult result = await run.ResultAsync(Deadline);

        Refused("BL3003", result);
        Assert.Contains("BUILDLOCK_TIMEOUT", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Words_that_other_programs_expand_are_keys_like_any_other()
    {
        CliResult result = await CliProcess.RunAsync(Deadline, "run", "@" + Key, "--", "sh", "-c", "printf %s \"$BUILDLOCK_KEY\"");
        Assert.Equal((0, "@" + Key), (result.Code, result.Output));
    }

    [Fact]
    public async Task The_commands_own_options_are_not_looked_at()
    {
        CliResult result = await RunAsync([], "printf", "%s,", "--timeout", "--help", "--", "-q");
        Assert.Equal((0, "--timeout,--help,--,-q,"), (result.Code, result.Output));
    }

    private static void Refused(string code, CliResult result)
    {
        Assert.Equal(64, result.Code);
        Assert.StartsWith(code + ": ", result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', result.Errors);
        Assert.Empty(result.Bytes);
    }
}
