using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;
using BuildLock.Cli.Diagnosis;
using BuildLock.Engines;
using BuildLock.Engines.State;
using BuildLock.Journal;

namespace BuildLock.Cli.Commands;

/// <summary><c>buildlock doctor</c>: tries each engine here with two processes, and says what to choose.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var folder = new Option<string?>("--folder") { Description = "Try locks on this folder, which lie beside it.", HelpName = "DIR" };
        var directory = new Option<string?>("--lock-directory") { Description = "Try the directory engines in this lock directory.", HelpName = "DIR" };
        var engine = new Option<string?>("--engine") { Description = "Try only this engine.", HelpName = "NAME" };
        var command = new Command("doctor", "Tries with two real processes whether each engine excludes here, and says what to choose. Ends with 0 when all do, with 1 when one does not, with 69 when none does.");
        command.Options.Add(folder);
        command.Options.Add(directory);
        command.Options.Add(engine);
        command.SetAction(parsed =>
        {
            Environment.SetEnvironmentVariable(ProcessJournal.Variable, null); // trials are no builds
            LockKey? locked = parsed.GetValue(folder) is { } path ? LockKey.ForFolder(path) : null;
            string chosen = parsed.GetValue(directory) is { Length: > 0 } text ? Path.GetFullPath(text) : string.Empty;
            string? only = parsed.GetValue(engine) is { } name ? LockEngines.Find(name, "option --engine").Name : null;
            TextWriter output = parsed.InvocationConfiguration.Output;
            List<TrialResult> results = Trials(locked, chosen, only).Select(EngineTrial.Run).ToList();
            foreach (TrialResult result in results)
            {
                string scope = result.Trial.Scope == LockScope.User ? ", user scope" : string.Empty;
                output.WriteLine($"{(result.Excludes ? "ok  " : "FAIL")}  {result.Trial.Engine}{scope}: {result.Text}");
            }

            string? place = locked is not null && chosen.Length == 0 ? StateRoot.PathFor(LockRequest.Create(locked, new LockOptions { Engine = "lockdir" })) : chosen.Length > 0 ? chosen : null;
            foreach (string line in Surroundings.Lines(place))
            {
                output.WriteLine("      " + line);
            }

            output.WriteLine(Advice(results, locked is not null || chosen.Length > 0));
            return results.TrueForAll(result => result.Excludes) ? ExitCode.Success
                : results.Exists(result => result.Excludes) ? ExitCode.No
                : ExitCode.Unavailable;
        });
        return command;
    }

    private static IEnumerable<TrialLock> Trials(LockKey? folder, string directory, string? only)
    {
        IEnumerable<string> engines = only is not null ? [only] : LockEngines.All.Select(engine => engine.Name).Where(name => name != "none");
        foreach (string engine in engines)
        {
            bool isPlace = folder is not null || directory.Length > 0;
            if (isPlace && !LockEngines.Find(engine, "option --engine").LocksFolders)
            {
                continue; // has nothing to do with a place
            }

            string key = "buildlock doctor " + Guid.NewGuid().ToString("N");
            yield return new TrialLock(engine, key, folder?.Text ?? string.Empty, directory, LockScope.Machine);
            if (engine == "lockdir" && !isPlace)
            {
                yield return new TrialLock(engine, key, string.Empty, directory, LockScope.User);
            }
        }
    }

    private static string Advice(List<TrialResult> results, bool isPlace)
    {
        bool Works(string engine) => results.Exists(result => result.Trial.Engine == engine && result.Excludes);
        return results.TrueForAll(result => !result.Excludes) ? "Choose: nothing that was tried excludes here. What to do about each stands above."
            : isPlace && Works("lockdir") ? "Choose: lockdir. Whoever sees this folder sees the lock, also from containers and other machines, and crashed holders are found by age where they cannot be seen."
            : isPlace ? "Choose: what is ok above, and only for builds of this machine."
            : Surroundings.IsContainer && Works("lockdir") ? "Choose: port-quorum for builds inside this container alone; lockdir with a LockDirectory on a shared volume when builds in other containers are to take turns too (try: buildlock doctor --lock-directory /that/volume)."
            : Works("port-quorum") ? "Choose: port-quorum for keys of this machine (the default): nothing on disk, and free at once after a crash. lockdir for folders, shares and containers."
            : Works("lockdir") ? "Choose: lockdir (--engine lockdir, BUILDLOCK_ENGINE=lockdir, ProcessLockEngine)."
            : "Choose: what is ok above.";
    }
}
