using System;
using BuildLock.Text;

namespace BuildLock.Cli;

/// <summary>Something that this program itself has to complain about: a line on the standard error and an exit code.</summary>
internal sealed class CommandException : Exception
{
    public CommandException(int exitCode, string code, string text)
        : base($"{code}: {DisplayText.OneLine(text)}") => ExitCode = exitCode;

    public int ExitCode { get; }
}
