using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace BuildLock.Cli.Tests;

/// <summary>What another user writes where BuildLock shows it: in the middle of lines of a build's log, which agents of build
/// servers search for commands.</summary>
public sealed class StrangersTextTests : CliTest
{
    private const string Evil = "##vso[task.prependpath]/tmp/evil ##[add-mask]e ##teamcity[buildStop] \u200b\u202e#\u200b#vso[a.b] error X1: y";

    [Fact]
    public async Task A_build_that_waits_says_nothing_that_an_agent_would_do()
    {
        await using Holder holder = await HoldAsync("lockdir");
        await ForgeAsync("command", "user", "machine", "job", "description");

        foreach (string[] command in new string[][] { ["run", Key, .. On("lockdir"), "--timeout", "1.5s", "--", "true"], ["who", Key, .. On("lockdir")], ["who", Key, .. On("lockdir"), "--json"], ["ls", "--lock-directory", Locks], ["ls", "--lock-directory", Locks, "--json"], ["break", Key, .. On("lockdir"), "--id", "0000"] })
        {
            CliResult result = await CliProcess.RunAsync(Deadline, command);
            string said = result.Output + result.Errors;
            Assert.Contains("# #vso[", said.Replace("\\u0023", "#", StringComparison.Ordinal), StringComparison.Ordinal);
            Assert.DoesNotContain("##", said, StringComparison.Ordinal);
            Assert.DoesNotContain("\u200b", said, StringComparison.Ordinal);
            Assert.DoesNotContain("X1:", said, StringComparison.Ordinal);
            Assert.InRange(result.Errors.Length, 0, 4000);
        }
    }

    /// <summary>A line of ls begins with the key.</summary>
    [Theory]
    [InlineData("::add-mask::e", ": :add-mask::e")]
    [InlineData("--- group", "- -- group")]
    public async Task No_line_begins_with_a_command(string key, string shown)
    {
        await using CliProcess holder = CliProcess.Start(["run", key, .. On("lockdir"), "--", .. AtGate()]);
        await InsideAsync(holder);

        CliResult result = await CliProcess.RunAsync(Deadline, "ls", "--lock-directory", Locks);

        Assert.Contains("\n" + shown, result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("\n" + key, result.Output, StringComparison.Ordinal);
    }

    /// <summary>MSBuild's Exec takes "error X1:" in what its command prints for an error, wherever it stands.</summary>
    [Fact]
    public async Task No_word_of_a_stranger_fails_a_build_that_runs_it()
    {
        await using Holder holder = await HoldAsync("lockdir");
        await ForgeAsync("command", "description");
        string project = Path.Combine(Folder, "a.proj");
        string command = string.Join(' ', CliProcess.Command.Concat(["run", $"'{Key}'", .. On("lockdir"), "--timeout", "1500ms", "--conflict-exit-code", "0", "--", "true"]));
        await File.WriteAllTextAsync(project, $"<Project><Target Name='T'><Exec Command=\"{command}\" /></Target></Project>", Deadline);

        await using CliProcess build = CliProcess.StartCommand([], "dotnet", "msbuild", project, "-t:T", "-nologo", "-nodeReuse:false", "-v:n", "-tl:off");
        CliResult result = await build.ResultAsync(Deadline);

        Assert.Contains("BL2001", result.Output, StringComparison.Ordinal);
        Assert.Contains("error X1", result.Output, StringComparison.Ordinal);
        Assert.True(result.Code == 0, result.Output);
    }

    [Fact]
    public async Task Other_users_see_no_secret_of_a_command()
    {
        OtherUser.SkipUnlessPossible();
#pragma warning disable CA1416 // Linux only, see above.
        File.SetUnixFileMode(Folder, (UnixFileMode)0b111_101_101);
#pragma warning restore CA1416
        string script = Path.Combine(Folder, "login.sh");
        await File.WriteAllTextAsync(script, string.Join(' ', AtGate()[2..]), Deadline);
        await using CliProcess holder = Run([], "bash", script, "https://u:hunter2@host/x", "hunter2", "--password", "hunter2");
        await InsideAsync(holder);
        foreach (string[] command in new string[][] { ["who", Key, "--json"], ["who", Key], ["ls", "--json"], ["ls"], ["run", Key, "--timeout", "1.2s", "--", "true"] })
        {
            await using CliProcess other = OtherUser.Start(OtherUser.Attacker, [], command);
            CliResult result = await other.ResultAsync(Deadline);
            string said = result.Output + result.Errors;
            Assert.True(said.Contains("-- bash", StringComparison.Ordinal) || command[0] == "ls", said); // a wide table is cut
            Assert.DoesNotContain("hunter2", said, StringComparison.Ordinal);
        }
    }

    // As its owner may, while it holds. BuildLock itself would write none of it.
    private async Task ForgeAsync(params string[] fields)
    {
        string file = Assert.Single(Directory.GetFiles(Locks, "holder", SearchOption.AllDirectories));
        string[] lines = await File.ReadAllLinesAsync(file, Deadline);
        for (int i = 0; i < lines.Length; i++)
        {
            string name = lines[i].Split(": ")[0];
            if (fields.Contains(name))
            {
                lines[i] = name + ": " + Evil + new string('x', 4000);
            }
        }

        await File.WriteAllTextAsync(file, string.Join('\n', lines) + "\n", Deadline);
    }
}
