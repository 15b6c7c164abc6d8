using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Xunit;

namespace BuildLock.Cli.Tests;

/// <summary>The report's forms, and what it refuses.</summary>
public sealed class ReportTests : CliTest
{
    private string Journal => Path.Combine(Folder, "journal");

    [Fact]
    public async Task A_key_cannot_become_part_of_the_page()
    {
        const string Evil = "</script><img src=x onerror=alert(1)>&\"'/*report*/";
        await JournalAsync(Evil);
        string page = await ReportAsync("html");

        Assert.DoesNotContain("<img", page, StringComparison.Ordinal);
        Assert.Equal(2, Regex.Count(page, "</script>")); // the report's and the page's own
        Assert.Contains(Evil, Data(page).GetProperty("locks").EnumerateArray().Select(l => l.GetProperty("key").GetString()));
    }

    [Fact]
    public async Task The_page_needs_nothing_else()
    {
        await JournalAsync(Key);
        string page = await ReportAsync("html");

        Assert.StartsWith("<!DOCTYPE html>", page, StringComparison.Ordinal);
        Assert.DoesNotMatch("""(src|href)\s*=|url\(|@import|https?://""", page);
        Assert.DoesNotContain("/*style*/", page, StringComparison.Ordinal);
        Assert.DoesNotContain("/*script*/", page, StringComparison.Ordinal);
        Assert.DoesNotContain("innerHTML", page, StringComparison.Ordinal);
    }

    /// <summary>The browser hashes what stands between the tags; computed here by another function than the page's.</summary>
    [Fact]
    public async Task The_page_runs_its_own_script_and_no_other()
    {
        await JournalAsync(Key);
        string page = await ReportAsync("html");
        string script = Regex.Match(page, "<script>(?<script>.*)</script>", RegexOptions.Singleline).Groups["script"].Value;
        string hash = Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(script)));
        string policy = Regex.Match(page, "Content-Security-Policy\" content=\"(?<policy>[^\"]*)\"").Groups["policy"].Value;

        Assert.Equal($"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'", policy);
        Assert.Contains("use strict", script, StringComparison.Ordinal);
        Assert.DoesNotMatch("""\son[a-z]+\s*=\s*["']|javascript:""", page[..page.IndexOf("<script", StringComparison.Ordinal)]);
    }

    [Fact]
    public async Task Each_begin_of_a_trace_has_its_end_and_they_nest()
    {
        await JournalAsync(Key);
        await JournalAsync("another \"key\"\n");
        var trace = JsonDocument.Parse(await ReportAsync("chrome-trace"));

        var open = new Dictionary<(int, int), Stack<double>>();
        int ends = 0;
        foreach (JsonElement happening in trace.RootElement.GetProperty("traceEvents").EnumerateArray())
        {
            (int, int) thread = (happening.GetProperty("pid").GetInt32(), happening.GetProperty("tid").GetInt32());
            switch (happening.GetProperty("ph").GetString())
            {
                case "B":
                    open.TryAdd(thread, new Stack<double>());
                    Assert.Empty(open[thread]); // wait, then hold: one after the other
                    open[thread].Push(happening.GetProperty("ts").GetDouble());
                    Assert.NotEmpty(happening.GetProperty("name").GetString()!);
                    break;
                case "E":
                    ends++;
                    Assert.True(open[thread].Pop() <= happening.GetProperty("ts").GetDouble());
                    break;
                default:
                    Assert.Equal("M", happening.GetProperty("ph").GetString());
                    break;
            }
        }

        Assert.All(open.Values, Assert.Empty);
        Assert.Equal(2, ends);
    }

    [Fact]
    public async Task A_key_and_a_time_choose_what_is_reported()
    {
        await JournalAsync(Key);
        await JournalAsync("other");

        Assert.Equal([Key, "other"], await KeysAsync());
        Assert.Equal([Key], await KeysAsync("--key", Key));
        Assert.Equal([Key, "other"], await KeysAsync("--key", Key, "--key", "other"));
        Assert.Equal([Key, "other"], await KeysAsync("--since", "1h"));
        Assert.Equal([Key, "other"], await KeysAsync("--since", "2001-02-03"));
        Assert.Empty(await KeysAsync("--since", "2101-02-03T04:05Z"));
    }

    [Fact]
    public async Task It_is_written_where_it_is_asked_for_and_nothing_is_said()
    {
        await JournalAsync(Key);
        string file = Path.Combine(Folder, "out.html");
        CliResult result = await CliProcess.RunAsync(Deadline, "report", "--journal", Journal, "--output", file);

        Assert.Equal((0, string.Empty, string.Empty), (result.Code, result.Output, result.Errors));
        Assert.Equal(await ReportAsync("html"), await File.ReadAllTextAsync(file, Deadline));
    }

    [Fact]
    public async Task The_variable_names_the_journal()
    {
        await JournalAsync(Key);
        await using CliProcess report = CliProcess.StartWith([("BUILDLOCK_JOURNAL", Journal)], "report", "--format", "json");
        CliResult result = await report.ResultAsync(Deadline);
        Assert.Equal(0, result.Code);
        Assert.Contains(Key, result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_journal_is_an_empty_report_and_says_so()
    {
        Directory.CreateDirectory(Journal);
        CliResult result = await CliProcess.RunAsync(Deadline, "report", "--journal", Journal);
        Assert.Equal(0, result.Code);
        Assert.StartsWith("Nothing is journaled in ", result.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not a journal\n", "does not begin with the line")]
    [InlineData("{\"event\":\"process\",\"at\":\"2026-03-04T05:06:07Z\",\"format\":2}\n", "of a newer version")]
    public async Task A_file_that_cannot_be_read_is_named_and_the_others_are_read(string text, string reason)
    {
        await JournalAsync(Key);
        await File.WriteAllTextAsync(Path.Combine(Journal, "strange.jsonl"), text + "{\"event\":\"took\",\"at\":\"2026-03-04T05:06:07Z\",\"n\":1}\n", Deadline);
        CliResult result = await CliProcess.RunAsync(Deadline, "report", "--journal", Journal, "--format", "json");

        Assert.Equal(0, result.Code);
        Assert.Contains("strange.jsonl", result.Errors, StringComparison.Ordinal);
        Assert.Contains(reason, result.Errors, StringComparison.Ordinal);
        Assert.Contains(Key, result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"event":"took","at":"9999-12-31T23:59:59Z","n":1,"waited":0}""")]
    [InlineData("""{"event":"took","at":"2026-03-04T05:06:07Z","n":1,"waited":1e300}""")]
    [InlineData("""{"event":"took","at":"2026-03-04T05:06:07Z","n":1,"held":-5}""")]
    [InlineData("""{"event":"took","at":"2026-03-04T05:06:07Z","n":"one"}""")]
    [InlineData("""{"event":"took","at":"2026-03-04T05:06:07Z","n":1,"key":null}""")]
    [InlineData("""{"event":"took"}""")]
    [InlineData("[]")]
    [InlineData("null")]
    public async Task A_forged_line_is_left_out(string line)
    {
        await JournalAsync(Key);
        await File.AppendAllTextAsync(Directory.GetFiles(Journal, "*.jsonl").Single(), line + "\n{\"event\":\"of a later version\",\"at\":\"2026-03-04T05:06:07Z\",\"n\":9}\n", Deadline);
        foreach (string format in new[] { "json", "html", "chrome-trace" })
        {
            CliResult result = await CliProcess.RunAsync(Deadline, "report", "--journal", Journal, "--format", format);
            Assert.Equal(0, result.Code);
            Assert.StartsWith("Acquisitions: 1, locks: 1, processes: 1. Torn lines left out: 1.", result.Errors, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("BL4001")]
    [InlineData("BL3007", "--journal", "/no/such/folder")]
    [InlineData("BL3007", "--journal", "/", "--format", "pdf")]
    [InlineData("BL3007", "--journal", "/", "--since", "soon")]
    [InlineData("BL3007", "--journal", "/", "--since", "-5m")]
    [InlineData("BL3007", "--journal", "/", "--since", "infinite")]
    [InlineData("BL4001", "--journal")]
    [InlineData("BL4001", "--journal", "/", "--key")]
    [InlineData("BL4001", "--journal", "/", "--output")]
    [InlineData("BL4001", "surplus")]
    public async Task Bad_input(string code, params string[] arguments)
    {
        CliResult result = await CliProcess.RunAsync(Deadline, ["report", .. arguments]);
        Assert.Equal(64, result.Code);
        Assert.StartsWith(code + ": ", result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', result.Errors);
        Assert.Empty(result.Bytes);
    }

    [Fact]
    public async Task A_file_that_cannot_be_written_is_69()
    {
        await JournalAsync(Key);
        CliResult result = await CliProcess.RunAsync(Deadline, "report", "--journal", Journal, "--output", Path.Combine(Folder, "none", "out.html"));
        Assert.Equal(69, result.Code);
        Assert.StartsWith("BL4005: ", result.Errors, StringComparison.Ordinal);
    }

    private async Task JournalAsync(string key)
    {
        await using CliProcess run = CliProcess.StartWith([("BUILDLOCK_JOURNAL", Journal)], "run", key, "--", "true");
        Assert.Equal(0, (await run.ResultAsync(Deadline)).Code);
    }

    private async Task<string> ReportAsync(string format)
    {
        CliResult result = await CliProcess.RunAsync(Deadline, "report", "--journal", Journal, "--format", format);
        Assert.Equal((0, string.Empty), (result.Code, result.Errors));
        return result.Output;
    }

    private async Task<string[]> KeysAsync(params string[] options)
    {
        CliResult result = await CliProcess.RunAsync(Deadline, ["report", "--journal", Journal, "--format", "json", .. options]);
        Assert.Equal(0, result.Code);
        return JsonDocument.Parse(result.Output).RootElement.GetProperty("acquisitions").EnumerateArray()
            .Select(a => a.GetProperty("lock").GetInt32())
            .Select(place => JsonDocument.Parse(result.Output).RootElement.GetProperty("locks")[place].GetProperty("key").GetString()!).ToArray();
    }

    private static JsonElement Data(string page)
    {
        const string Begin = "<script type=\"application/json\" id=\"report\">";
        int begin = page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        return JsonDocument.Parse(page[begin..page.IndexOf("</script>", begin, StringComparison.Ordinal)]).RootElement;
    }
}
