using System.CommandLine;
using System.IO;
using System.Linq;

namespace BuildLock.Cli;

/// <summary>What names a lock and says how to take it: the same settings as in every front, as arguments.</summary>
internal sealed class LockArguments
{
    private readonly (string Setting, Option<string?> Option)[] _settings;

    private LockArguments(params (string Setting, Option<string?> Option)[] settings) => _settings = settings;

    public Argument<string?> Key { get; } = new("KEY")
    {
        Description = "What to lock: 1 to 1,024 characters, compared exactly.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public Option<string?> Folder { get; } = new("--folder")
    {
        Description = "Lock an existing folder by its real path, in place of KEY. The lock lies beside it.",
        HelpName = "DIR",
    };

    /// <summary>For commands that only look: what says which lock it is.</summary>
    public static LockArguments Names() => new(
        Setting("Namespace", "--namespace", "TEXT", "Keys of different namespaces never contend."),
        Setting("Engine", "--engine", "NAME", "port-quorum, lockdir, lockfile, oslock or none.", "port-quorum", "lockdir", "lockfile", "oslock", "none"),
        Setting("LockDirectory", "--lock-directory", "DIR", "Where directory engines keep their state."),
        Setting("Scope", "--scope", "SCOPE", "Who may contend: Machine (default) or User.", "Machine", "User"));

    /// <summary>For commands that wait.</summary>
    public static LockArguments NamesAndTimeout() => new([.. Names()._settings, Timeout()]);

    public static LockArguments All() => new(
    [
        .. Names()._settings,
        Timeout(),
        Setting("ExpireAfter", "--expire-after", "TIME", "The age of the last sign of life at which a holder that cannot be seen loses the lock. Default: 60s."),
        Setting("MaxHold", "--max-hold", "TIME", "The age at which even a living holder loses the lock. Default: none."),
        Setting("Description", "--description", "TEXT", "Shown to those who wait. Default: the current folder."),
    ]);

    public void AddTo(Command command)
    {
        command.Arguments.Add(Key);
        command.Options.Add(Folder);
        foreach ((_, Option<string?> option) in _settings)
        {
            command.Options.Add(option);
        }
    }

    /// <exception cref="LockSettingException">Both, neither or a bad one of KEY and --folder.</exception>
    public LockKey ReadKey(ParseResult parsed)
    {
        string? folder = parsed.GetValue(Folder);
        return LockKey.From(parsed.GetValue(Key), string.IsNullOrEmpty(folder) ? folder : Path.GetFullPath(folder));
    }

    /// <exception cref="LockSettingException">A setting is not allowed.</exception>
    public LockOptions ReadOptions(ParseResult parsed)
    {
        var options = new LockOptions();
        foreach ((string setting, Option<string?> option) in _settings)
        {
            // Asked for the result, not the value: an empty text is somebody's unset variable and gets its error.
            if (parsed.GetResult(option) is { Implicit: false })
            {
                options.Set(setting, parsed.GetValue(option) ?? string.Empty, "option " + option.Name);
            }
        }

        return options;
    }

    public bool IsGiven(ParseResult parsed, string setting)
        => parsed.GetResult(_settings.Single(s => s.Setting == setting).Option) is { Implicit: false };

    private static (string Setting, Option<string?> Option) Timeout()
        => Setting("Timeout", "--timeout", "TIME", "How long to wait: 90s, 10m, 00:05:00; 0 tries once, 'infinite' waits for ever. Default: 10m.");

    private static (string Setting, Option<string?> Option) Setting(string setting, string name, string value, string description, params string[] known)
    {
        var option = new Option<string?>(name) { Description = description, HelpName = value };
        option.CompletionSources.Add(known);
        return (setting, option);
    }
}
