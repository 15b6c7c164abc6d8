using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text.Json;
using BuildLock.Cli.Json;
using BuildLock.Cli.Measurement;
using BuildLock.Cli.Screen;
using BuildLock.Engines;
using BuildLock.Journal;

namespace BuildLock.Cli.Commands;

/// <summary><c>buildlock bench</c>: how fast the engines are here, beside a named Mutex and a polled file.</summary>
internal static class BenchCommand
{
    private const double UsualSeconds = 12;

    private static readonly string[] Head = ["LOCK", "PAIR", "99 %", "HAND-OVER", "99 %", ""];

    public static Command Create()
    {
        var engines = new Option<string[]>("--engine") { Description = "Measure only this engine. May be given several times.", HelpName = "NAME" };
        engines.CompletionSources.Add(LockEngines.All.Select(engine => engine.Name).Where(name => name != "none").ToArray());
        var seconds = new Option<string?>("--seconds") { Description = "How long to measure, in all: 1 to 600. Default: 12.", HelpName = "NUMBER" };
        var json = new Option<bool>("--json") { Description = "Write JSON." };
        var command = new Command("bench", "Measures the engines on this machine beside a named Mutex and a polled file: taking and releasing with nobody else there, and handing over to a waiter in another process. Ends with 0, with 1 when one could not be measured, with 69 when none could.");
        command.Options.Add(engines);
        command.Options.Add(seconds);
        command.Options.Add(json);
        command.SetAction(parsed =>
        {
            List<string> kinds = ReadKinds(parsed.GetValue(engines) ?? []);
            TimeSpan each = TimeSpan.FromSeconds(ReadSeconds(parsed.GetValue(seconds)) / kinds.Count);
            List<Measured> all = Measure(kinds, each);
            TextWriter output = parsed.InvocationConfiguration.Output;
            if (parsed.GetValue(json))
            {
                output.WriteLine(JsonSerializer.Serialize(all.Select(MeasuredJson.Of).ToList(), CliJson.Default.IReadOnlyListMeasuredJson));
            }
            else
            {
                Table.Lines([Head, .. all.Select(Row)], Head.Length - 1, Console.IsOutputRedirected ? 0 : TerminalSize.Columns).ToList().ForEach(output.WriteLine);
                output.WriteLine(FormattableString.Invariant($"Medians, and what 99 of 100 keep to; {all.Max(one => one.Pairs.Count)} pairs and {all.Max(one => one.HandOvers.Count)} hand-overs at most. {Environment.ProcessorCount} processors, {RuntimeInformation.OSDescription.Trim()}."));
            }

            return all.TrueForAll(one => one.Problem is null) ? ExitCode.Success
                : all.Exists(one => one.Problem is null) ? ExitCode.No
                : ExitCode.Unavailable;
        });
        return command;
    }

    private static List<Measured> Measure(List<string> kinds, TimeSpan each)
    {
        // Neither this process nor the second one journals what is no build.
        Environment.SetEnvironmentVariable(ProcessJournal.Variable, null);
        string folder = Directory.CreateTempSubdirectory("buildlock-bench-").FullName;
        try
        {
            return kinds.Select(kind => Bench.Run(kind, each, folder)).ToList();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static List<string> ReadKinds(string[] engines)
    {
        List<string> named = engines.Select(name => LockEngines.Find(name, "option --engine").Name).Distinct().ToList();
        return named.Contains("none") ? throw LockSettingException.ForSetting("--engine", "none", "It locks nothing, so that there is nothing to measure.")
            : named.Count > 0 ? [.. named, .. MeasuredKind.Others]
            : [.. MeasuredKind.All];
    }

    private static double ReadSeconds(string? text)
        => text is null ? UsualSeconds
            : double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds) && seconds is >= 1 and <= 600 ? seconds
            : throw LockSettingException.ForSetting("--seconds", text, "It takes a number from 1 to 600.");

    private static string[] Row(Measured one) =>
    [
        one.Kind, Show(one.Pairs.At(0.5)), Show(one.Pairs.At(0.99)), Show(one.HandOvers.At(0.5)), Show(one.HandOvers.At(0.99)),
        one.Problem is null ? string.Empty : Text.DisplayText.OneLine(one.Problem),
    ];

    // Three digits.
    private static string Show(TimeSpan? time) => time is not { } known ? "-"
        : known.TotalMilliseconds < 1 ? known.TotalMicroseconds.ToString(known.TotalMicroseconds < 100 ? "0.0" : "0", CultureInfo.InvariantCulture) + " µs"
        : known.TotalMilliseconds.ToString(known.TotalMilliseconds < 10 ? "0.00" : known.TotalMilliseconds < 100 ? "0.0" : "0", CultureInfo.InvariantCulture) + " ms";
}
