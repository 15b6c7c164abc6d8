using System;

namespace BuildLock.Cli.Diagnosis;

/// <summary>The hidden verb of the other process in a trial: takes the lock, says so, and holds it until its input ends.</summary>
internal static class HoldVerb
{
    public const string Name = "__hold";

    /// <param name="args">The verb and what <see cref="TrialLock.Arguments"/> wrote.</param>
    public static int Run(string[] args)
    {
        try
        {
            var trial = TrialLock.Read(args);
            using LockHandle? handle = ProcessLock.TryAcquire(trial.Key, trial.Options());
            Console.Out.WriteLine(handle is null ? "busy" : "held");
            Console.Out.Flush();
            Console.In.ReadToEnd();
            return ExitCode.Success;
        }
        catch (LockException e)
        {
            Console.Out.WriteLine(e.Message);
            return ExitCode.No;
        }
    }
}
