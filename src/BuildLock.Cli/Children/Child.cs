using System;
using System.Collections.Generic;

namespace BuildLock.Cli.Children;

/// <summary>Starts the command.</summary>
internal static class Child
{
    /// <param name="command">Program and arguments.</param>
    /// <param name="variables">What is added to the environment.</param>
    /// <exception cref="CommandException">The command cannot be started (BL4002, BL4003).</exception>
    public static IChild Start(IReadOnlyList<string> command, IReadOnlyList<(string Name, string Value)> variables)
        => OperatingSystem.IsLinux() ? LinuxChild.Start(command, variables) : PlainChild.Start(command, variables);

    public static CommandException NotFound(string program) => new(
        ExitCode.NotFound,
        DiagnosticCodes.CommandNotFound,
        $"Command '{Text.DisplayText.OneLine(program)}' was not found. Give its path, or see that its folder is in PATH; a shell's own words need the shell: -- sh -c '…'.");

    public static CommandException NotExecutable(string program, string why) => new(
        ExitCode.NotExecutable,
        DiagnosticCodes.CommandNotExecutable,
        $"Command '{Text.DisplayText.OneLine(program)}' cannot be executed: {why.TrimEnd('.')}. See that it is a program or script with the permission to execute (chmod +x).");
}
