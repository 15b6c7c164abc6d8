using System;
using System.CommandLine;
using System.CommandLine.Help;
using System.Linq;
using BuildLock.Cli.Commands;
using BuildLock.Cli.Screen;
using BuildLock.Identity;

namespace BuildLock.Cli;

/// <summary>From arguments to a command, and from whatever it throws to one line and an exit code.</summary>
internal static class CommandLine
{
    public static int Run(string[] args)
    {
        CommandText.KnownAs = "buildlock";
        try
        {
            (string[] own, string[]? command) = Split(args);
            RootCommand root = Create(command);

            // No response files and no bundles: '@team' and '-abc' are keys and words like any other.
            ParseResult parsed = root.Parse(own, new ParserConfiguration { EnablePosixBundling = false, ResponseFileTokenReplacer = null });
            if (parsed.Errors.Count > 0 && parsed.Action is System.CommandLine.Invocation.ParseErrorAction)
            {
                string about = parsed.CommandResult.Command is RootCommand ? string.Empty : parsed.CommandResult.Command.Name + " ";
                throw new CommandException(
                    ExitCode.Usage,
                    DiagnosticCodes.BadUsage,
                    $"{string.Join(" ", parsed.Errors.Select(error => error.Message.TrimEnd('.') + "."))} See 'buildlock {about}--help'.");
            }

            return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (CommandException e)
        {
            StandardError.WriteError(e.Message);
            return e.ExitCode;
        }
        catch (LockException e)
        {
            StandardError.WriteError(e.Message);
            return CodeOf(e);
        }
    }

    public static int CodeOf(LockException problem) => problem switch
    {
        LockSettingException => ExitCode.Usage,
        LockEngineException => ExitCode.Unavailable,
        LockLostException => ExitCode.Lost,
        _ => ExitCode.Conflict, // not in time, or never: somebody else has it
    };

    /// <summary>What follows the first <c>--</c> of <c>run</c> is somebody else's and never looked at.</summary>
    internal static (string[] Own, string[]? Command) Split(string[] args)
    {
        int end = args is ["run", ..] ? Array.IndexOf(args, "--") : -1;
        return end < 0 ? (args, null) : (args[..end], args[(end + 1)..]);
    }

    private static RootCommand Create(string[]? command)
    {
        var root = new RootCommand("Builds take turns: locks for parallel builds, from any command line.")
        {
            RunCommand.Create(command),
            WhoCommand.Create(),
            WaitCommand.Create(),
            LsCommand.Create(),
            BreakCommand.Create(),
            CleanCommand.Create(),
            DoctorCommand.Create(),
            ReportCommand.Create(),
            BenchCommand.Create(),
            CompletionCommand.Create(),
        };
        HelpOption help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples((HelpAction)help.Action!);
        return root;
    }
}
