using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using BuildLock.Cli.Journals;
using BuildLock.Cli.Reports;
using BuildLock.Cli.Screen;
using BuildLock.Journal;
using BuildLock.Platform;
using BuildLock.Settings;
using BuildLock.Text;

namespace BuildLock.Cli.Commands;

/// <summary><c>buildlock report</c>: what a journal says, as a page, as JSON or as a trace.</summary>
internal static class ReportCommand
{
    private static readonly string[] Formats = ["html", "json", "chrome-trace"];

    public static Command Create()
    {
        var journal = new Option<string?>("--journal") { Description = $"The journal's folder. Default: that of the variable {ProcessJournal.Variable}.", HelpName = "DIR" };
        var format = new Option<string?>("--format") { Description = "html (default): a page with a timeline and totals; json; or chrome-trace, which Perfetto opens.", HelpName = "NAME" };
        format.CompletionSources.Add(Formats);
        var output = new Option<string?>("--output", "-o") { Description = "Write this file. Default: the standard output.", HelpName = "FILE" };
        var since = new Option<string?>("--since") { Description = "Only what ended later: a time ago (90m, 2d) or a date (2026-03-04, 2026-03-04T05:06Z).", HelpName = "TIME" };
        var keys = new Option<string[]>("--key") { Description = "Only this key, or this folder by its real path. May be given several times.", HelpName = "KEY" };
        var command = new Command("report", $"Reports what builds journaled: who held what, who waited for whom, and how long. Builds write the journal when {ProcessJournal.Variable} names a folder.");
        command.Options.Add(journal);
        command.Options.Add(format);
        command.Options.Add(output);
        command.Options.Add(since);
        command.Options.Add(keys);
        command.SetAction(parsed =>
        {
            string folder = ReadFolder(parsed.GetValue(journal));
            Func<ReportJson, string> write = ReadFormat(parsed.GetValue(format));
            DateTimeOffset now = WallClock.Now;
            DateTimeOffset begin = parsed.GetValue(since) is { } text ? ReadSince(text, now) : DateTimeOffset.MinValue;
            string[] wanted = Array.ConvertAll(parsed.GetValue(keys) ?? [], key => DisplayText.Field(key, FieldLength.Any)); // as the journal's are

            JournalContents contents = JournalReader.Read(folder);
            List<Acquisition> acquisitions = Acquisitions.Of(contents, now)
                .Where(a => a.Ended >= begin && (wanted.Length == 0 || wanted.Contains(a.First.Key, StringComparer.Ordinal))).ToList();
            ReportJson report = JournalReport.Of(folder, contents, acquisitions, now);
            Write(parsed.GetValue(output), write(report), parsed.InvocationConfiguration.Output);
            Tell(report);
            return ExitCode.Success;
        });
        return command;
    }

    private static string ReadFolder(string? option)
    {
        string? folder = option ?? (Environment.GetEnvironmentVariable(ProcessJournal.Variable) is { Length: > 0 } usual ? usual : null);
        return folder is null
            ? throw new CommandException(ExitCode.Usage, DiagnosticCodes.BadUsage, $"There is no journal to report of. Name its folder with --journal, or set {ProcessJournal.Variable}, also for the builds that are to write it.")
            : Directory.Exists(folder) ? Path.GetFullPath(folder)
            : throw LockSettingException.ForSetting(option is null ? ProcessJournal.Variable : "--journal", folder, "There is no such folder: nothing has been journaled there, or it is not mounted.");
    }

    private static Func<ReportJson, string> ReadFormat(string? name) => name switch
    {
        null or "html" => HtmlPage.Of,
        "json" => report => JsonSerializer.Serialize(report, ReportJsonContext.Default.ReportJson) + "\n",
        "chrome-trace" => report => ChromeTrace.Of(report) + "\n",
        _ => throw LockSettingException.ForSetting("--format", name, $"It takes {string.Join(", ", Formats)}."),
    };

    private static DateTimeOffset ReadSince(string text, DateTimeOffset now)
        => LockDuration.TryParse(text) is { } ago && ago >= TimeSpan.Zero && ago < now - DateTimeOffset.UnixEpoch ? now - ago
            : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out DateTimeOffset at) ? at
            : throw LockSettingException.ForSetting("--since", text, "It takes a time ago (90m, 2d) or a date (2026-03-04, 2026-03-04T05:06Z).");

    private static void Write(string? file, string text, TextWriter output)
    {
        if (file is null)
        {
            output.Write(text);
            return;
        }

        try
        {
            File.WriteAllText(file, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new CommandException(ExitCode.Unavailable, DiagnosticCodes.ReportNotMade, $"The report cannot be written to '{file}': {e.Message} Name a file that can be written with --output.");
        }
    }

    // On the standard error: the standard output is the report's.
    private static void Tell(ReportJson report)
    {
        string torn = report.TornLines == 0 ? string.Empty : $" Torn lines left out: {report.TornLines}.";
        string unread = string.Concat(report.UnreadFiles.Select(file => $" Not read: {file}"));
        if (report.Acquisitions.Count == 0)
        {
            StandardError.WriteLine($"Nothing is journaled in '{DisplayText.OneLine(report.Journal)}' that was asked for.{torn}{unread}");
        }
        else if (torn.Length + unread.Length > 0)
        {
            StandardError.WriteLine($"Acquisitions: {report.Acquisitions.Count}, locks: {report.Locks.Count}, processes: {report.Processes.Count}.{torn}{unread}");
        }
    }
}
