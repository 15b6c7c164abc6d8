using System;
using BuildLock.Text;

namespace BuildLock;

/// <summary>The base of everything that BuildLock throws on its own account: a code, what happened, and what to do.</summary>
public abstract class LockException : Exception
{
    private protected LockException(string code, string text, string remedy, LockKey? key, string? engine, LockHolder? holder, Exception? cause)
        : base($"{code}: {Shown(text, remedy)}", cause)
    {
        Code = code;
        Text = Shown(text, remedy);
        Remedy = remedy;
        Key = key;
        Engine = engine;
        Holder = holder;
    }

    /// <summary>The code, one of <see cref="DiagnosticCodes"/>; <see cref="Exception.Message"/> starts with it.</summary>
    public string Code { get; }

    /// <summary>The message without the code, for logs that show the code apart.</summary>
    public string Text { get; }

    /// <summary>What to do about it.</summary>
    public string Remedy { get; }

    /// <summary>What was to be locked, or <see langword="null"/> where it did not come to that.</summary>
    public LockKey? Key { get; }

    /// <summary>The engine's name, or <see langword="null"/> where it did not come to that.</summary>
    public string? Engine { get; }

    /// <summary>Who is in the way, or <see langword="null"/> where nobody is or it is not known.</summary>
    public LockHolder? Holder { get; }

    // Paths and the operating system's words may carry names that a stranger chose.
    private static string Shown(string text, string remedy) => DisplayText.OneLine($"{text} {remedy}".TrimEnd());
}
