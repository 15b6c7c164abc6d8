using System;
using System.Threading;
using BuildLock.Engines;
using BuildLock.Text;

namespace BuildLock.Settings;

/// <summary>What each setting allows, said once for the call, the build file and the environment.</summary>
internal static class Setting
{
    /// <summary>The source named in errors when a property was set in code.</summary>
    public const string ByCall = "LockOptions";

    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromMinutes(10);
    public static readonly TimeSpan DefaultExpireAfter = TimeSpan.FromSeconds(60);

    // Below this, a busy machine's scheduling is longer than the age that is to be judged.
    public static readonly TimeSpan ShortestAge = TimeSpan.FromMilliseconds(100);

    public static TimeSpan CheckTimeout(TimeSpan value, string source)
        => value >= TimeSpan.Zero || value == Timeout.InfiniteTimeSpan
            ? value
            : throw BadDuration("Timeout", value.ToString(), source, "It may be zero (try once), positive or infinite.");

    public static TimeSpan CheckExpireAfter(TimeSpan value, string source) => CheckAge("ExpireAfter", value, source);

    public static TimeSpan CheckMaxHold(TimeSpan value, string source) => CheckAge("MaxHold", value, source);

    public static string CheckNamespace(string value, string source)
        => value.Length <= LockKey.MaxLength && WellFormed.IndexOfLoneSurrogate(value) < 0
            ? value
            : throw Bad("Namespace", DisplayText.OneLine(DisplayText.Cut(value, 40)), source, $"It takes well-formed Unicode text of up to {LockKey.MaxLength} characters.");

    public static string CheckLockDirectory(string value, string source)
        => value.Trim().Length > 0 && value.IndexOf('\0') < 0
            ? value
            : throw Bad("LockDirectory", value.Replace("\0", "\\0"), source, "It takes the path of a directory.");

    public static LockScope CheckScope(LockScope value, string source)
        => value is LockScope.Machine or LockScope.User
            ? value
            : throw Bad("Scope", value.ToString(), source, "It takes Machine or User.");

    // Shown by other people's builds.
    public static string TidyDescription(string value) => DisplayText.Field(value.Trim(), FieldLength.Description);

    public static void Parse(LockOptions options, string setting, string text, string source)
    {
        if (setting is null || text is null || source is null)
        {
            throw new ArgumentNullException(setting is null ? nameof(setting) : text is null ? nameof(text) : nameof(source));
        }

        switch (setting.ToUpperInvariant())
        {
            case "NAMESPACE": options.Namespace = CheckNamespace(text, source); break;
            case "ENGINE": options.Engine = LockEngines.Find(text, source).Name; break;
            case "TIMEOUT": options.Timeout = CheckTimeout(Duration("Timeout", text, source), source); break;
            case "EXPIREAFTER": options.ExpireAfter = CheckExpireAfter(Duration("ExpireAfter", text, source), source); break;
            case "MAXHOLD": options.MaxHold = CheckMaxHold(Duration("MaxHold", text, source), source); break;
            case "LOCKDIRECTORY": options.LockDirectory = CheckLockDirectory(text, source); break;
            case "SCOPE": options.Scope = ParseScope(text, source); break;
            case "DESCRIPTION": options.Description = text; break;
            default: throw Bad(setting, text, source, "There is no such setting; there are Namespace, Engine, Timeout, ExpireAfter, MaxHold, LockDirectory, Scope and Description.");
        }
    }

    private static LockScope ParseScope(string text, string source) => text.Trim().ToUpperInvariant() switch
    {
        "MACHINE" => LockScope.Machine,
        "USER" => LockScope.User,
        _ => throw Bad("Scope", text, source, "It takes Machine or User."),
    };

    private static TimeSpan Duration(string setting, string text, string source)
        => LockDuration.TryParse(text) ?? throw BadDuration(setting, text, source, "That is not a duration.");

    private static TimeSpan CheckAge(string setting, TimeSpan value, string source)
        => value >= ShortestAge && value != TimeSpan.MaxValue
            ? value
            : throw BadDuration(setting, value == Timeout.InfiniteTimeSpan ? "infinite" : value.ToString(), source, "It must be at least 100 ms and finite.");

    private static LockSettingException BadDuration(string setting, string value, string source, string why)
        => new(DiagnosticCodes.BadDuration, $"{setting} '{value}' ({source}) is not allowed. {why}", LockDuration.Forms + (setting == "Timeout" ? ", or infinite." : "."));

    private static LockSettingException Bad(string setting, string value, string source, string allowed)
        => new(DiagnosticCodes.BadSetting, $"{setting} '{value}' ({source}) is not allowed.", allowed);
}
