using System;
using System.Collections.Generic;
using System.ComponentModel;

namespace BuildLock.Cli.Children;

/// <summary>Starts the command.</summary>
internal static class Child
{
    /// <param name="command">Program and arguments.</param>
    /// <param name="variables">What is added to the environment.</param>
    /// <exception cref="CommandException">The command cannot be started (BL4002, BL4003).</exception>
    public static IChild Start(IReadOnlyList<string> command, IReadOnlyList<(string Name, string Value)> variables)
        => OperatingSystem.IsLinux() ? LinuxChild.Start(command, variables) : PlainChild.Start(command, variables);

    /// <param name="program">The command.</param>
    /// <param name="error">The error number.</param>
    /// <param name="isUnprotected">It was not the command that could not be had, but the kernel's word that it ends with this
    /// process. Seen nowhere; a sandbox that filters the call would do it. Nothing runs unprotected in silence.</param>
    public static CommandException Unstarted(string program, int error, bool isUnprotected)
        => isUnprotected ? NotExecutable(program, "prctl: " + new Win32Exception(error).Message)
            : error is LibC.NoEntry or LibC.NotADirectory ? NotFound(program)
            : NotExecutable(program, new Win32Exception(error).Message);

    public static CommandException NotFound(string program) => new(
        ExitCode.NotFound,
        DiagnosticCodes.CommandNotFound,
        $"Command '{Text.DisplayText.OneLine(program)}' was not found. Give its path, or see that its folder is in PATH; a shell's own words need the shell: -- sh -c '…'.");

    public static CommandException NotExecutable(string program, string why) => new(
        ExitCode.NotExecutable,
        DiagnosticCodes.CommandNotExecutable,
        $"Command '{Text.DisplayText.OneLine(program)}' cannot be executed: {why.TrimEnd('.')}. See that it is a program or script with the permission to execute (chmod +x).");
}
