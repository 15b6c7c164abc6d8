using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;
using System.Text.Json;
using BuildLock.Cli.Json;
using BuildLock.Cli.Screen;
using BuildLock.Engines.Inspection;

namespace BuildLock.Cli.Commands;

/// <summary><c>buildlock ls</c>: every lock of this machine and of the directories that are named.</summary>
internal static class LsCommand
{
    public const int HolderColumn = 4;

    public static Command Create()
    {
        var places = new PlaceArguments();
        var json = new Option<bool>("--json") { Description = "Write JSON." };
        var watch = new Option<bool>("--watch", "-w") { Description = "Show a live table until Ctrl+C." };
        var all = new Option<bool>("--all", "-a") { Description = "Show also free locks that have left something on disk." };
        var command = new Command("ls", "Lists who holds and who waits for what on this machine, and in named lock directories.");
        places.AddTo(command);
        command.Options.Add(json);
        command.Options.Add(watch);
        command.Options.Add(all);
        command.SetAction(parsed =>
        {
            IReadOnlyList<string> directories = places.Read(parsed);
            bool free = parsed.GetValue(all);
            if (parsed.GetValue(json) && parsed.GetValue(watch))
            {
                throw LockSettingException.ForSetting("--watch", "--json", "Give only one of --watch and --json.");
            }

            if (parsed.GetValue(watch))
            {
                return LiveTable.Show(() => Find(directories, free));
            }

            TextWriter output = parsed.InvocationConfiguration.Output;
            IReadOnlyList<LockSight> sights = Find(directories, free);
            if (parsed.GetValue(json))
            {
                output.WriteLine(JsonSerializer.Serialize(sights.Select(SightJson.Of).ToList(), CliJson.Default.IReadOnlyListSightJson));
                return ExitCode.Success;
            }

            Lines(sights, Console.IsOutputRedirected ? 0 : TerminalSize.Columns).ToList().ForEach(output.WriteLine);
            return ExitCode.Success;
        });
        return command;
    }

    public static IEnumerable<string> Lines(IReadOnlyList<LockSight> sights, int width)
        => sights.Count == 0 ? ["No locks are held."] : Table.Lines([SightText.Head, .. sights.Select(SightText.Row)], HolderColumn, width);

    private static List<LockSight> Find(IReadOnlyList<string> directories, bool free)
        => LockInspection.FindAll(directories)
            .Where(sight => free || sight.State != SightState.Free)
            .OrderBy(sight => sight.Key, StringComparer.Ordinal)
            .ThenBy(sight => sight.Engine, StringComparer.Ordinal)
            .ToList();
}
