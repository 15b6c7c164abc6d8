using System.CommandLine;
using System.Linq;
using BuildLock.Cli.Screen;

namespace BuildLock.Cli.Commands;

/// <summary>The options that say how much is said.</summary>
internal static class Loudness
{
    private const string Quiet = "--quiet";
    private const string Verbose = "--verbose";

    public static void AddTo(Command command)
    {
        command.Options.Add(new Option<bool>(Quiet, "-q") { Description = "Say only what goes wrong." });
        command.Options.Add(new Option<bool>(Verbose, "-v") { Description = "Say also what needed no waiting." });
    }

    /// <exception cref="LockSettingException">Both are given.</exception>
    public static Verbosity Read(ParseResult parsed) => (Has(parsed, Quiet), Has(parsed, Verbose)) switch
    {
        (true, true) => throw LockSettingException.ForSetting(Quiet, Verbose, "Give only one of --quiet and --verbose."),
        (true, _) => Verbosity.Quiet,
        (_, true) => Verbosity.Verbose,
        _ => Verbosity.Normal,
    };

    private static bool Has(ParseResult parsed, string name)
        => parsed.GetValue((Option<bool>)parsed.CommandResult.Command.Options.Single(option => option.Name == name));
}
