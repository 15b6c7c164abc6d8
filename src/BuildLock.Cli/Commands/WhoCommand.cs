using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;
using System.Text.Json;
using BuildLock.Cli.Json;
using BuildLock.Engines.Inspection;

namespace BuildLock.Cli.Commands;

/// <summary><c>buildlock who KEY</c>: who has it, since when, for what, and who waits.</summary>
internal static class WhoCommand
{
    public static Command Create()
    {
        var arguments = LockArguments.Names();
        var json = new Option<bool>("--json") { Description = "Write JSON." };
        var command = new Command("who", "Says who holds a lock, since when and for what, and who waits for it. Ends with 0 when somebody holds it, with 1 when it is free. Without --engine it looks at all of them.");
        arguments.AddTo(command);
        command.Options.Add(json);
        command.SetAction(parsed =>
        {
            LockKey key = arguments.ReadKey(parsed);
            IReadOnlyList<LockSight> sights = OneLock.Look(key, arguments.ReadOptions(parsed));
            TextWriter output = parsed.InvocationConfiguration.Output;
            bool isHeld = sights.Any(OneLock.IsTaken);
            if (parsed.GetValue(json))
            {
                output.WriteLine(JsonSerializer.Serialize(sights.Where(sight => sight.State != SightState.Free).Select(SightJson.Of).ToList(), CliJson.Default.IReadOnlyListSightJson));
            }
            else if (sights.Where(sight => sight.State != SightState.Free).ToList() is { Count: > 0 } found)
            {
                found.SelectMany(SightText.Lines).ToList().ForEach(output.WriteLine);
            }
            else
            {
                output.WriteLine($"Nobody holds '{Text.DisplayText.OneLine(key.Text)}'.");
            }

            return isHeld ? ExitCode.Success : ExitCode.No;
        });
        return command;
    }
}
