using System;
using System.ComponentModel;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using BuildLock.Cli.Children;
using BuildLock.Engines;
using BuildLock.Engines.State;
using BuildLock.Platform;
using BuildLock.Settings;

namespace BuildLock.Cli.Diagnosis;

/// <summary>Tries an engine with two real processes: one holds, the other must not get in; one is killed, the other must.</summary>
internal static class EngineTrial
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public static TrialResult Run(TrialLock trial)
    {
        try
        {
            string root = StateRoot.PathFor(LockRequest.Create(trial.Key, trial.Options()));
            bool isNew = !Directory.Exists(root);
            using Process other = StartOther(trial);
            try
            {
                return Try(trial, other);
            }
            finally
            {
                End(other);
                TrialState.Remove(LockRequest.Create(trial.Key, trial.Options()), isNew ? root : null);
            }
        }
        catch (Exception e) when (e is LockException or Win32Exception or IOException)
        {
            return new TrialResult(trial, Excludes: false, "cannot be used here. " + e.Message);
        }
    }

    private static TrialResult Try(TrialLock trial, Process other)
    {
        // Read with a deadline: an engine may block for ever in a place that is broken, which is one of the findings.
        Task<string?> said = other.StandardOutput.ReadLineAsync();
#pragma warning disable VSTHRD002 // A program without a context to be blocked.
        if (!said.Wait(Patience))
        {
            return new TrialResult(trial, Excludes: false, $"hangs: the other process had no answer within {LockDuration.Format(Patience)}");
        }

        string? answer = said.Result;
#pragma warning restore VSTHRD002
        if (answer is not "held")
        {
            return new TrialResult(trial, Excludes: false, "cannot be used here. " + answer);
        }

        using (LockHandle? second = ProcessLock.TryAcquire(trial.Key, trial.Options()))
        {
            if (second is not null)
            {
                return new TrialResult(trial, Excludes: false, "DOES NOT EXCLUDE: two processes held one lock");
            }
        }

        TimeSpan start = MonotonicClock.Now;
        other.Kill();
        try
        {
            ProcessLock.Acquire(trial.Key, trial.Options()).Release();
        }
        catch (LockTimeoutException)
        {
            return new TrialResult(trial, Excludes: false, $"excludes, but was not free {LockDuration.Format(Patience)} after its holder had been killed");
        }

        return new TrialResult(trial, Excludes: true, $"excludes; free {LockDuration.Format(MonotonicClock.Now - start)} after its holder was killed");
    }

    private static Process StartOther(TrialLock trial)
    {
        string[] command = [.. OwnProgram.Command(), .. trial.Arguments()];
        return Process.Start(new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false })!;
    }

    private static void End(Process other)
    {
        if (!other.HasExited)
        {
            other.Kill();
        }

        other.WaitForExit();
    }
}
