using System.Globalization;
using BuildLock.Cli.Screen;

namespace BuildLock.Cli.Children;

/// <summary>The hidden verb by which the managed tool starts a command on Linux: this program once more, in the child, which asks
/// the kernel to be killed with its parent and then becomes the command. The native program starts it directly, by
/// <c>Native/start_child.c</c>.</summary>
/// <remarks>
/// <para>Neither <c>Process.Start</c> nor posix_spawn(3) can set the parent-death signal (prctl(2), PR_SET_PDEATHSIG): it has
/// to be called in the child, after fork and before exec, where a managed program must not run. So the child executes this,
/// which is a program of its own again.</para>
/// <para>The setting is kept over exec, but not when the command is set-user-ID or has file capabilities (<c>sudo</c>), and
/// it is not inherited by what the command starts itself.</para>
/// <para>A parent that ended before the call is not noticed by the kernel; so it is asked for afterwards. Whichever comes
/// first, the command does not run without a parent that holds the lock.</para>
/// </remarks>
internal static class ExecVerb
{
    public const string Name = "__exec";

    /// <param name="args">The verb, the parent's process id, and the command.</param>
    public static int Run(string[] args)
    {
        // Everything on this one thread: the setting belongs to the thread, and exec carries over the caller's.
        if (LibC.DieWithParent() is var refusal and not 0)
        {
            return Report(Child.Unstarted(args[^1], refusal, isUnprotected: true));
        }

        if (args.Length < 3 || LibC.Parent() != int.Parse(args[1], CultureInfo.InvariantCulture))
        {
            return ExitCode.SignalBase + LibC.SigKill;
        }

        // .NET ignores SIGPIPE in every process, and what is ignored stays so over exec: a command of a pipeline would
        // write on for ever. Handlers need no reset, exec does that.
        LibC.SetDefault(LibC.SigPipe);
        return Report(Child.Unstarted(args[2], LibC.Execute(RawArguments.Last(args[2..])), isUnprotected: false));
    }

    private static int Report(CommandException problem)
    {
        StandardError.WriteError(problem.Message);
        return problem.ExitCode;
    }
}
