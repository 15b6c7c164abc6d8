using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using BuildLock.Engines.Inspection;
using BuildLock.Settings;
using BuildLock.Text;

namespace BuildLock.Cli.Commands;

/// <summary><c>buildlock clean</c>: removes what dead and finished locks left on disk.</summary>
internal static class CleanCommand
{
    public static Command Create()
    {
        var places = new PlaceArguments();
        var age = new Option<string?>("--older-than") { Description = "Only what nobody has touched for so long. Default: 1d.", HelpName = "TIME" };
        var command = new Command("clean", "Removes what locks left on disk that nobody holds any more. A held lock is never touched. Where --lock-directory or --folder is given, only there. What a crashed holder left is removed too: whoever takes that lock next is not told of the crash.");
        places.AddTo(command);
        command.Options.Add(age);
        command.SetAction(parsed =>
        {
            IReadOnlyList<string> directories = places.Read(parsed);
            TimeSpan untouched = parsed.GetValue(age) is { } text ? ReadAge(text) : TimeSpan.FromDays(1);
            (IReadOnlyList<LockSight> removed, int kept) = LockInspection.Clean(directories, untouched);
            TextWriter output = parsed.InvocationConfiguration.Output;
            foreach (LockSight sight in removed)
            {
                string left = sight.State == SightState.Abandoned ? $", which {sight.Holder} left behind" : string.Empty;
                output.WriteLine(DisplayText.OneLine($"Removed '{(sight.Key.Length > 0 ? sight.Key : sight.LockId)}' ({sight.Engine}){left}: {sight.Place}"));
            }

            output.WriteLine($"{removed.Count} removed; {kept} kept that are younger than {LockDuration.Format(untouched)} or another user's.");
            return ExitCode.Success;
        });
        return command;
    }

    private static TimeSpan ReadAge(string text)
        => LockDuration.TryParse(text) is { } age && age >= TimeSpan.Zero ? age : throw LockSettingException.ForSetting("--older-than", text, "It takes a duration: 12h, 1d, 30d.");
}
