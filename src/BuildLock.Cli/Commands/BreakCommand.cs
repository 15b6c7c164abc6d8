using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Linq;
using BuildLock.Engines;
using BuildLock.Engines.Inspection;
using BuildLock.Settings;
using BuildLock.Text;

namespace BuildLock.Cli.Commands;

/// <summary><c>buildlock break KEY --id ID</c>: takes a lock from a hold that will not end by itself.</summary>
internal static class BreakCommand
{
    private const int ShortestId = 4;

    public static Command Create()
    {
        var arguments = LockArguments.Names();
        var id = new Option<string?>("--id") { Description = "Which hold, as 'who' shows it; its first four digits are enough.", HelpName = "ID" };
        var force = new Option<bool>("--force") { Description = "Also from a holder that lives. It learns that it lost the lock when it looks next." };
        var command = new Command("break", "Takes a lock from a hold that will not end by itself. Only lockdir and lockfile locks can be taken from a process; others end with theirs.");
        arguments.AddTo(command);
        command.Options.Add(id);
        command.Options.Add(force);
        command.SetAction(parsed =>
        {
            LockKey key = arguments.ReadKey(parsed);
            LockOptions options = arguments.ReadOptions(parsed);
            List<(LockRequest Request, LockSight Sight)> taken = OneLock.Requests(key, options)
                .Select(request => (request, Sight: request.Engine.Inspector.Find(request)))
                .Where(one => OneLock.IsTaken(one.Sight))
                .ToList();
            string name = DisplayText.OneLine(key.Text);
            if (parsed.GetValue(id) is not { } wanted)
            {
                throw new CommandException(ExitCode.Usage, DiagnosticCodes.BadUsage, $"Say which hold of '{name}' to break: {Known(taken)}.");
            }

            if (wanted.Length < ShortestId)
            {
                throw LockSettingException.ForSetting("--id", wanted, $"It takes four digits at least: {Known(taken)}.");
            }

            if (taken.Count == 0)
            {
                parsed.InvocationConfiguration.Output.WriteLine($"Nothing to break: nobody holds '{name}'.");
                return ExitCode.Success;
            }

            (LockRequest Request, LockSight Sight) found = taken.Find(one => one.Sight.Holder?.Id.StartsWith(wanted, StringComparison.OrdinalIgnoreCase) == true);
            if (found.Sight is null)
            {
                throw NotBroken(ExitCode.Conflict, name, $"no hold of it has the id '{DisplayText.OneLine(wanted)}'", $"There is {Known(taken)}.");
            }

            parsed.InvocationConfiguration.Output.WriteLine(Break(found.Request, found.Sight, name, parsed.GetValue(force)));
            return ExitCode.Success;
        });
        return command;
    }

    private static string Break(LockRequest request, LockSight sight, string name, bool force)
    {
        LockHolder holder = sight.Holder!;
        string end = $"End that process: kill {holder.ProcessId}{(holder.Process.IsVisibleFrom(Identity.ProcessIdentity.Current) ? string.Empty : " on " + holder.Machine)}.";
        if (sight.State == SightState.Held && !force && Breaks(request.Engine))
        {
            throw NotBroken(ExitCode.Conflict, name, $"its holder lives ({holder})", $"{end} Or add --force to take the lock from it.");
        }

        string done = request.Engine.Inspector.Break(request, sight)
            ?? throw NotBroken(ExitCode.Unavailable, name, $"with '{request.Engine.Name}' the operating system gives it to nobody else while its holder lives ({holder})", end);
        return $"Broke lock '{name}' ({request.Engine.Name}), held for {LockDuration.Format(holder.HeldFor)} by {holder}. {done}";
    }

    // Where no force can help, none is offered.
    private static bool Breaks(ILockEngine engine) => engine.Inspector.CanBreak;

    private static string Known(List<(LockRequest Request, LockSight Sight)> taken)
        => taken.Count == 0 ? "nobody holds it" : string.Join("; ", taken.Select(one => $"--id {one.Sight.Holder?.Id ?? "(unknown)"} ({one.Sight.Engine}, {one.Sight.Holder?.ToString() ?? one.Sight.Place})"));

    private static CommandException NotBroken(int exitCode, string name, string why, string remedy)
        => new(exitCode, DiagnosticCodes.NotBroken, $"Lock '{name}' was not broken: {why}. {remedy}");
}
