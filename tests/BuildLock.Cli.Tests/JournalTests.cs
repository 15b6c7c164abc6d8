using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Xunit;

namespace BuildLock.Cli.Tests;

/// <summary>What real processes journal, and what the report makes of it.</summary>
public sealed class JournalTests : CliTest
{
    private string Journal => Path.Combine(Folder, "journal");

    private (string, string?)[] Journaled => [("BUILDLOCK_JOURNAL", Journal)];

    [Fact]
    public async Task A_wait_names_its_holder_and_ends_when_the_hold_does()
    {
        await using CliProcess first = Start([], AtGate());
        BuildProcesses.Gate.Visitor inside = await InsideAsync(first);
        await using CliProcess second = Start([], "true");
        await second.SaysAsync("BL1001", Deadline);
        inside.Go();
        await first.ResultAsync(Deadline);
        Assert.Equal(0, (await second.ResultAsync(Deadline)).Code);

        JsonElement report = await ReportAsync();
        JsonElement[] all = Acquisitions(report);
        Assert.Equal(["released", "released"], all.Select(Outcome));
        JsonElement waited = Assert.Single(all[1].GetProperty("waitedFor").EnumerateArray());
        Assert.Equal(0, waited.GetProperty("acquisition").GetInt32());
        Assert.Equal(first.Id, waited.GetProperty("pid").GetInt32());
        Assert.True(all[0].GetProperty("ended").GetDouble() <= all[1].GetProperty("took").GetDouble(), report.GetRawText());
        JsonElement lockOf = Assert.Single(report.GetProperty("locks").EnumerateArray());
        Assert.Equal((Key, 2, 1), (lockOf.GetProperty("key").GetString(), lockOf.GetProperty("taken").GetInt32(), lockOf.GetProperty("waits").GetInt32()));
        Assert.Equal(2, report.GetProperty("processes").GetArrayLength());
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_holder_that_was_killed_ended_unknown(string engine)
    {
        await using CliProcess first = Start(On(engine), AtGate());
        await InsideAsync(first);
        first.Signal("KILL");
        await first.EndsAsync(Deadline);
        await using (CliProcess second = Start(On(engine), "true"))
        {
            Assert.Equal(0, (await second.ResultAsync(Deadline)).Code);
        }

        JsonElement report = await ReportAsync();
        JsonElement[] all = Acquisitions(report);
        Assert.Equal(["unknown", "released"], all.Select(Outcome));
        Assert.Equal(all[1].GetProperty("took").GetDouble(), all[0].GetProperty("ended").GetDouble());
        Assert.Equal(1, report.GetProperty("locks")[0].GetProperty("unknownEnds").GetInt32());
    }

    [Fact]
    public async Task Whoever_still_holds_and_whoever_still_waits_is_shown_as_such()
    {
        await using CliProcess first = Start([], AtGate());
        await InsideAsync(first);
        await using CliProcess second = Start([], "true");
        await second.SaysAsync("BL1001", Deadline);

        Assert.Equal(["held", "waiting"], Acquisitions(await ReportAsync()).Select(Outcome));
    }

    [Fact]
    public async Task A_time_out_has_its_code()
    {
        await using CliProcess first = Start([], AtGate());
        await InsideAsync(first);
        await using CliProcess second = Start(["--timeout", "100ms"], "true");
        Assert.Equal(75, (await second.ResultAsync(Deadline)).Code);

        JsonElement gaveUp = Acquisitions(await ReportAsync())[1];
        Assert.Equal(("timeout", "BL2001"), (Outcome(gaveUp), gaveUp.GetProperty("code").GetString()));
        Assert.True(gaveUp.GetProperty("waitedSeconds").GetDouble() >= 0.1);
    }

    [Fact]
    public async Task A_loss_is_told_of()
    {
        await using CliProcess run = Start(["--max-hold", "200ms", "--grace", "100ms"], "sleep", "60");
        Assert.Equal(70, (await run.ResultAsync(Deadline)).Code);
        Assert.Equal("lost", Outcome(Assert.Single(Acquisitions(await ReportAsync()))));
    }

    [Fact]
    public async Task Twenty_processes_lose_no_line()
    {
        const int Processes = 20;
        CliProcess[] runs = Enumerable.Range(0, Processes).Select(_ => Start(["--quiet"], "true")).ToArray();
        foreach (CliProcess run in runs)
        {
            CliResult result = await run.ResultAsync(Deadline);
            Assert.Equal((0, string.Empty), (result.Code, result.Errors));
            await run.DisposeAsync();
        }

        JsonElement report = await ReportAsync();
        JsonElement[] all = Acquisitions(report);
        Assert.Equal(Processes, all.Count(a => Outcome(a) == "released"));
        Assert.Equal(Processes, report.GetProperty("processes").GetArrayLength());
        Assert.Equal(0, report.GetProperty("tornLines").GetInt32());

        // As the journal tells it, too, no two held at once.
        (double Took, double Ended)[] holds = all.Select(a => (Took: a.GetProperty("took").GetDouble(), Ended: a.GetProperty("ended").GetDouble())).OrderBy(hold => hold.Took).ToArray();
        Assert.All(holds.Zip(holds.Skip(1)), pair => Assert.True(pair.First.Ended <= pair.Second.Took, string.Create(CultureInfo.InvariantCulture, $"{pair}")));
    }

    [Fact]
    public async Task A_torn_last_line_is_left_out_and_counted()
    {
        await using (CliProcess run = Start([], "true"))
        {
            await run.ResultAsync(Deadline);
        }

        string file = Directory.GetFiles(Journal, "*.jsonl").Single();
        string text = await File.ReadAllTextAsync(file, Deadline);
        await File.WriteAllTextAsync(file, text[..(text.TrimEnd('\n').LastIndexOf('\n') + 40)], Deadline);

        CliResult result = await CliProcess.RunAsync(Deadline, "report", "--journal", Journal, "--format", "json");
        Assert.Equal(0, result.Code);
        Assert.Contains("Torn lines left out: 1.", result.Errors, StringComparison.Ordinal);
        Assert.Equal("unknown", Outcome(Assert.Single(Acquisitions(JsonDocument.Parse(result.Output).RootElement))));
    }

    [Fact]
    public async Task A_journal_that_cannot_be_written_is_told_once_and_changes_nothing()
    {
        await File.WriteAllTextAsync(Journal, "a file in its place", Deadline);
        await using CliProcess run = Start([], "sh", "-c", "exit 7");
        CliResult result = await run.ResultAsync(Deadline);

        Assert.Equal(7, result.Code);
        Assert.StartsWith("BL1008: ", result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', result.Errors);
    }

    private CliProcess Start(string[] options, params string[] command) => CliProcess.StartWith(Journaled, ["run", Key, .. options, "--", .. command]);

    private async Task<JsonElement> ReportAsync()
    {
        CliResult result = await CliProcess.RunAsync(Deadline, "report", "--journal", Journal, "--format", "json");
        Assert.Equal((0, string.Empty), (result.Code, result.Errors));
        return JsonDocument.Parse(result.Output).RootElement;
    }

    private static JsonElement[] Acquisitions(JsonElement report) => report.GetProperty("acquisitions").EnumerateArray().ToArray();

    private static string? Outcome(JsonElement acquisition) => acquisition.GetProperty("outcome").GetString();
}
