using System;

namespace BuildLock.Nuke;

/// <summary>A target did not get its lock, or lost it. The message is the code and what to do.</summary>
public sealed class ProcessLockException : Exception
{
    internal ProcessLockException(LockException cause)
        : base(cause.Message, cause)
    {
        Code = cause.Code;
        Text = cause.Text;
    }

    internal ProcessLockException(string code, string text)
        : base(code + ": " + text)
    {
        Code = code;
        Text = text;
    }

    /// <summary>The code, one of <see cref="DiagnosticCodes"/>.</summary>
    public string Code { get; }

    /// <summary>The message without the code.</summary>
    public string Text { get; }

    /// <summary>The message alone: NUKE logs the exception of a failed target as this says, and a stack trace would bury
    /// the line that says what to do.</summary>
    /// <returns><see cref="Exception.Message"/>.</returns>
    public override string ToString() => Message;
}
