using System;
using System.CommandLine;
using System.Globalization;

namespace BuildLock.Cli.Commands;

/// <summary><c>buildlock run KEY -- command</c>: lock, run, release.</summary>
internal static class RunCommand
{
    public static Command Create(string[]? words)
    {
        var arguments = LockArguments.All();
        var conflict = new Option<string?>("--conflict-exit-code")
        {
            Description = "What to end with when the lock cannot be had in time: 0 to 255. Default: 75.",
            HelpName = "CODE",
        };
        var onLost = new Option<string?>("--on-lost")
        {
            Description = "When the lock is lost under the command: 'end' it (default; ends with 70), or 'continue' without the lock.",
            HelpName = "WHAT",
        };
        onLost.CompletionSources.Add("end", "continue");
        var grace = new Option<string?>("--grace")
        {
            Description = "How long a command has after SIGTERM, when the lock is lost, before it is killed. Default: 10s.",
            HelpName = "TIME",
        };
        var command = new Command("run", "Runs a command under a lock, and ends with the command's exit code. Write it after '--': buildlock run KEY [options] -- COMMAND [ARGUMENT…]");
        arguments.AddTo(command);
        command.Options.Add(conflict);
        command.Options.Add(onLost);
        command.Options.Add(grace);
        Loudness.AddTo(command);
        command.SetAction(parsed =>
        {
            LockKey key = arguments.ReadKey(parsed);
            LockOptions options = arguments.ReadOptions(parsed);
            var settings = new RunSettings(
                ReadCode(parsed.GetValue(conflict)),
                ReadEnds(parsed.GetValue(onLost)),
                parsed.GetValue(grace) is { } text ? ReadGrace(text) : TimeSpan.FromSeconds(10),
                Loudness.Read(parsed));
            return words is { Length: > 0 } && words[0].Length > 0
                ? new LockedRun(key, options, settings, words).Run()
                : throw new CommandException(ExitCode.Usage, DiagnosticCodes.BadUsage, "There is no command to run. Write it after '--': buildlock run KEY -- COMMAND [ARGUMENT…].");
        });
        return command;
    }

    private static int ReadCode(string? text)
        => text is null ? ExitCode.Conflict
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int code) && code <= 255 ? code
            : throw LockSettingException.ForSetting("--conflict-exit-code", text, "It takes a number from 0 to 255.");

    private static bool ReadEnds(string? text) => text switch
    {
        null or "end" => true,
        "continue" => false,
        _ => throw LockSettingException.ForSetting("--on-lost", text, "It takes end or continue."),
    };

    private static TimeSpan ReadGrace(string text)
        => Settings.LockDuration.TryParse(text) is { } grace && grace >= TimeSpan.Zero && grace <= TimeSpan.FromDays(1)
            ? grace
            : throw LockSettingException.ForSetting("--grace", text, "It takes a duration from 0 to a day: 500ms, 10s, 2m.");
}
