using System;
using System.IO;
using System.Threading.Tasks;
using Xunit;

namespace BuildLock.Cli.Tests;

/// <summary>A journal that users share, in which one of them has put what is no journal. Red before files were opened by handle,
/// and where the kernel does not protect such folders itself (fs.protected_fifos, fs.protected_symlinks).</summary>
public sealed class PlantedJournalTests : CliTest
{
    private string Journal => Path.Combine(Folder, "journal");

    private (string, string?)[] Journaled => [("BUILDLOCK_JOURNAL", Journal)];

    /// <summary>open(2) of a pipe for writing waits for a reader, and no signal but SIGKILL reached the build.</summary>
    [Theory]
    [InlineData(".swept")]
    [InlineData(".swept-3001")]
    public async Task A_pipe_in_place_of_the_mark_hangs_no_build(string mark)
    {
        await ShareAsync($"mkfifo -m 666 {mark}; touch -d 2001-02-03 {mark}");
        await using CliProcess build = OtherUser.Start(OtherUser.Victim, Journaled, "run", Key, "--", "true");

        Assert.Equal(0, (await build.ResultAsync(Deadline)).Code);
        Assert.Single(Directory.GetFiles(Journal, "*.jsonl"));
    }

    [Theory]
    [InlineData(".swept")]
    [InlineData(".swept-3001")]
    public async Task A_link_in_place_of_the_mark_makes_no_file(string mark)
    {
        string target = Path.Combine(Folder, "home", "nologin");
        await ShareAsync($"ln -s '{target}' {mark}; touch -h -d 2001-02-03 {mark}");
        MakeFolder(Path.GetDirectoryName(target)!, "0777");
        await using CliProcess build = OtherUser.Start(OtherUser.Victim, Journaled, "run", Key, "--", "true");

        Assert.Equal(0, (await build.ResultAsync(Deadline)).Code);
        Assert.False(File.Exists(target));
    }

    [Theory]
    [InlineData("mkfifo 9.jsonl", "a pipe")]
    [InlineData("ln -s /dev/zero 9.jsonl", "a link")]
    [InlineData("truncate -s 6G 9.jsonl", "larger than any journal")]
    [InlineData("mkdir 9.jsonl", "a directory")]
    [InlineData("echo x > 9.jsonl; chmod 600 9.jsonl", "denied")]
    public async Task A_report_reads_past_what_is_no_journal(string plant, string why)
    {
        await ShareAsync("true");
        await using (CliProcess build = OtherUser.Start(OtherUser.Victim, Journaled, "run", Key, "--", "true"))
        {
            Assert.Equal(0, (await build.ResultAsync(Deadline)).Code);
        }

        await OtherUser.DoAsync(OtherUser.Attacker, $"cd '{Journal}'; {plant}", Deadline);

        // With little memory, so that what reads all of it fails at once and not when the machine's is used up.
        await using CliProcess report = OtherUser.Start(OtherUser.Victim, [.. Journaled, ("DOTNET_GCHeapHardLimit", "0x8000000")], "report", "--format", "json");
        CliResult result = await report.ResultAsync(Deadline);

        Assert.True(result.Code == 0, result.Errors);
        Assert.Contains(Key, result.Output, StringComparison.Ordinal);
        Assert.Contains("Not read: 9.jsonl", result.Errors, StringComparison.Ordinal);
        Assert.Contains(why, result.Errors, StringComparison.Ordinal);
    }

    /// <summary>The name of a file is a stranger's text too, and so is every line in it.</summary>
    [Fact]
    public async Task A_report_commands_no_build_server()
    {
        await ShareAsync("""
            echo '{"event":"took","at":"2026-01-02T03:04:05Z"}' > "$(printf 'a\n##vso[task.prependpath]evil ##teamcity[x] .jsonl')"
            {
              echo '{"event":"process","at":"2026-01-02T03:04:05Z","format":1,"pid":1,"machine":"##vso[a.b]c","user":"::error::x","command":"##[add-mask]e"}'
              echo '{"event":"waits","at":"2026-01-02T03:04:05Z","n":1,"key":"##teamcity[k]","namespace":"##[n]","engine":"##vso[e.f]","lock":"1","description":"##vso[d.e]","job":"##vso[j.k]","holderCommand":"##vso[h.i]","holderMachine":"##vso[m.n]"}'
              echo '{"event":"gaveUp","at":"2026-01-02T03:04:06Z","n":1,"key":"##teamcity[k]","engine":"##vso[e.f]","lock":"1","why":"timeout","code":"##vso[c.d]","problem":"##vso[p.q] error X1: y"}'
            } > b.jsonl
            """);
        foreach (string format in new[] { "json", "html", "chrome-trace" })
        {
            await using CliProcess report = OtherUser.Start(OtherUser.Victim, Journaled, "report", "--format", format);
            CliResult result = await report.ResultAsync(Deadline);

            Assert.Equal(0, result.Code);
            Assert.Contains("# #teamcity[k]", result.Output, StringComparison.Ordinal);
            Assert.DoesNotContain("##", result.Output + result.Errors, StringComparison.Ordinal);
            Assert.Contains("Not read: a", result.Errors, StringComparison.Ordinal);
            Assert.DoesNotContain("\n#", result.Errors, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Files_that_others_made_have_none_of_ones_own_removed()
    {
        await ShareAsync("true");
        for (int run = 0; run < 2; run++)
        {
            await using CliProcess build = OtherUser.Start(OtherUser.Victim, Journaled, "run", Key, "--", "true");
            Assert.Equal(0, (await build.ResultAsync(Deadline)).Code);
            Assert.Equal(run + 1, Directory.GetFiles(Journal, "*-*.jsonl").Length);
            await OtherUser.DoAsync(OtherUser.Attacker, $"cd '{Journal}'; seq 2100 | xargs -I{{}} touch {{}}.jsonl", Deadline);

            // The next one looks again, as after a minute.
            foreach (string mark in Directory.GetFiles(Journal, ".swept*"))
            {
                File.Delete(mark);
            }
        }
    }

    [Fact]
    public async Task Nobody_else_may_write_what_is_journaled_whatever_the_umask()
    {
        OtherUser.SkipUnlessPossible();
        MakeFolder(Folder, "0777");
        await OtherUser.DoAsync(OtherUser.Victim, $"umask 000; export BUILDLOCK_JOURNAL='{Journal}/below'; exec {string.Join(' ', CliProcess.Command)} run '{Key}' -- true", Deadline);

        Assert.Equal("755", await ModeAsync(Journal));
        Assert.Equal("755", await ModeAsync(Journal + "/below"));
        Assert.Equal("644", await ModeAsync(Assert.Single(Directory.GetFiles(Journal + "/below", "*.jsonl"))));
        Assert.Equal("644", await ModeAsync(Assert.Single(Directory.GetFiles(Journal + "/below", ".swept*"))));
    }

    private async Task ShareAsync(string plant)
    {
        OtherUser.SkipUnlessPossible();
        MakeFolder(Folder, "0755");
        MakeFolder(Journal, "1777");
        await OtherUser.DoAsync(OtherUser.Attacker, $"cd '{Journal}'\n{plant}", Deadline);
    }

    private static void MakeFolder(string path, string mode)
    {
        Directory.CreateDirectory(path);
#pragma warning disable CA1416 // Linux only, as the tests are.
        File.SetUnixFileMode(path, (UnixFileMode)Convert.ToInt32(mode, 8)); // not under the umask
#pragma warning restore CA1416
    }

    private async Task<string> ModeAsync(string path)
    {
        await using CliProcess stat = CliProcess.StartCommand([], "stat", "-c", "%a", path);
        return (await stat.ResultAsync(Deadline)).Output.Trim();
    }
}
