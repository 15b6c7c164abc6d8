using System;
using System.Threading.Tasks;
using Xunit;

namespace BuildLock.Cli.Tests;

public sealed class HelpTests : CliTest
{
    [Theory]
    [InlineData("run")]
    [InlineData("who")]
    [InlineData("wait")]
    [InlineData("ls")]
    [InlineData("break")]
    [InlineData("clean")]
    [InlineData("doctor")]
    [InlineData("report")]
    [InlineData("bench")]
    [InlineData("completion")]
    public async Task Each_command_has_help_with_examples(string command)
    {
        CliResult result = await CliProcess.RunAsync(Deadline, command, "--help");

        Assert.Equal((0, string.Empty), (result.Code, result.Errors));
        Assert.Contains("\nExamples:\n  ", result.Output, StringComparison.Ordinal);
        Assert.Contains(command, (await CliProcess.RunAsync(Deadline, "--help")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_version_is_told()
        => Assert.Matches(@"^\d+\.\d+\.\d+", (await CliProcess.RunAsync(Deadline, "--version")).Output);

    [Theory]
    [InlineData("buildlock ru", "run")]
    [InlineData("buildlock run k --eng", "--engine")]
    [InlineData("buildlock run k --engine ", "port-quorum")]
    [InlineData("buildlock run k --on-lost ", "continue")]
    [InlineData("buildlock completion ", "zsh")]
    [InlineData("buildlock rep", "report")]
    [InlineData("buildlock report --format ", "chrome-trace")]
    [InlineData("buildlock report --j", "--journal")]
    [InlineData("buildlock bench --engine ", "lockdir")]
    public async Task Words_are_completed(string line, string word)
        => Assert.Contains(word, (await CliProcess.RunAsync(Deadline, $"[suggest:{line.Length}]", line)).Output.Split('\n'));

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("pwsh")]
    public async Task Shells_get_their_script(string shell)
        => Assert.Contains("[suggest:", (await CliProcess.RunAsync(Deadline, "completion", shell)).Output, StringComparison.Ordinal);

    [Fact]
    public async Task Bash_completes_with_the_script()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no bash.");
        string command = string.Join(' ', CliProcess.Command);
        await using CliProcess bash = CliProcess.StartCommand([], "bash", "-c", $$"""
            buildlock() { {{command}} "$@"; }
            source <(buildlock completion bash)
            COMP_LINE='buildlock run k --sco'; COMP_POINT=${#COMP_LINE}; COMP_WORDS=(buildlock run k --sco); COMP_CWORD=3
            _buildlock
            printf '%s\n' "${COMPREPLY[@]}"
            """);
        Assert.Equal("--scope\n", (await bash.ResultAsync(Deadline)).Output);
    }

    [Fact]
    public async Task Another_shell_is_refused()
        => Assert.Equal(64, (await CliProcess.RunAsync(Deadline, "completion", "cmd")).Code);
}
