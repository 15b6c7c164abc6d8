using System;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Xunit;

namespace BuildLock.Cli.Tests;

/// <summary>On a terminal, which script(1) makes: its output is what would be on the screen.</summary>
public sealed class TerminalTests : CliTest
{
    private static readonly bool CanTry = OperatingSystem.IsLinux() && File.Exists("/usr/bin/script");

    [Theory]
    [InlineData("", true)]
    [InlineData("1", false)]
    public async Task One_live_line_shows_the_wait_and_goes_away(string noColor, bool colored)
    {
        Assert.SkipUnless(CanTry, "script(1) is not installed.");
        await using Holder held = await HoldAsync();
        await using CliProcess run = OnTerminal([("NO_COLOR", noColor)], "run", Key, "--", "echo", "ran");
        await run.ShowsAsync(screen => MovesOf(screen) >= 2, Deadline);
        await held.ReleaseAsync(Deadline);
        string screen = (await run.ResultAsync(Deadline)).Output;

        Assert.Contains("\r\e[K", screen, StringComparison.Ordinal);
        Assert.DoesNotContain("\e[?", screen, StringComparison.Ordinal);
        Assert.DoesNotContain("BL1001", screen, StringComparison.Ordinal);
        Assert.Equal(colored, screen.Contains("\e[36m", StringComparison.Ordinal));
        string end = screen[screen.LastIndexOf("\r\e[K", StringComparison.Ordinal)..];
        Assert.Matches("^\r\e\\[KBL1003: Took lock .*\r\nran\r\n$", end);
    }

    [Fact]
    public async Task Without_a_wait_nothing_is_written_to_the_terminal()
    {
        Assert.SkipUnless(CanTry, "script(1) is not installed.");
        await using CliProcess run = OnTerminal([], "run", Key, "--", "printf", "x");
        Assert.Equal("x", (await run.ResultAsync(Deadline)).Output);
    }

    [Fact]
    public async Task Ctrl_C_reaches_the_command_once()
    {
        Assert.SkipUnless(CanTry, "script(1) is not installed.");
        string file = Path.Combine(Folder, "count.py");
        await File.WriteAllTextAsync(
            file,
            $"""
            import signal, socket, time
            count = 0
            def hear(number, frame):
                global count
                count += 1
            signal.signal(signal.SIGINT, hear)
            gate = socket.create_connection(('127.0.0.1', {Gate.Port}))
            gate.send(b'counting\n')
            while count == 0:
                time.sleep(0.01)
            time.sleep(0.5)
            print('heard', count)
            """,
            Deadline);
        await using CliProcess run = OnTerminal([], "run", Key, "--", "python3", file);
        await InsideAsync(run);

        await run.Input.WriteAsync("\x03"u8.ToArray(), Deadline);
        await run.Input.FlushAsync(Deadline);
        await run.EndsAsync(Deadline);
        Assert.Contains("heard 1\r\n", (await run.ResultAsync(Deadline)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_watched_table_leaves_the_screen_as_it_was()
    {
        Assert.SkipUnless(CanTry, "script(1) is not installed.");
        await using Holder held = await HoldAsync();
        await using CliProcess watch = OnTerminal([], "ls", "--watch");
        await watch.ShowsAsync(screen => screen.Contains(Key, StringComparison.Ordinal), Deadline);
        await watch.Input.WriteAsync("\x03"u8.ToArray(), Deadline);
        await watch.Input.FlushAsync(Deadline);
        Assert.Equal(0, await watch.EndsAsync(Deadline));
        string screen = (await watch.ResultAsync(Deadline)).Output;

        Assert.StartsWith("\e[?1049h\e[?25l", screen, StringComparison.Ordinal);
        Assert.Contains(Key, screen, StringComparison.Ordinal);
        Assert.EndsWith("\e[?25h\e[?1049l", screen, StringComparison.Ordinal);
    }

    private int MovesOf(string screen) => Regex.Count(screen, $@"\r[^\r]*Waiting for '{Key}' \d+(\.\d)? s of 10 min, place 1 in line \(more: ");

    private static CliProcess OnTerminal((string Name, string? Value)[] environment, params string[] arguments)
    {
        // 'exec', because script(1) starts $SHELL, or sh where that is not set, and a Debian sh would stay, hear Ctrl+C too and
        // end with a code of its own.
        string command = "exec " + string.Join(' ', CliProcess.Command.Concat(arguments).Select(word => "'" + word + "'"));
        return CliProcess.StartCommand([("TERM", "xterm-256color"), ("COLUMNS", "200"), .. environment], "script", "-qec", command, "/dev/null");
    }
}
