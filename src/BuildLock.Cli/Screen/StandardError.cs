using System;

namespace BuildLock.Cli.Screen;

/// <summary>Whole lines on the standard error.</summary>
internal static class StandardError
{
    private static readonly object Gate = new();

    public static bool IsTerminal { get; } = !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("TERM") is { Length: > 0 } and not "dumb";

    /// <summary>See no-color.org: any value that is not empty.</summary>
    public static bool HasColor { get; } = IsTerminal && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    public static void WriteLine(string text) => Write(text + "\n");

    public static void WriteWarning(string text) => WriteLine(HasColor ? $"\e[33m{text}\e[0m" : text);

    public static void WriteError(string text) => WriteLine(HasColor ? $"\e[31m{text}\e[0m" : text);

    /// <summary>One write for each text, so that lines of several processes do not mix.</summary>
    public static void Write(string text)
    {
        lock (Gate)
        {
            BareStream.WriteError(text);
        }
    }
}
