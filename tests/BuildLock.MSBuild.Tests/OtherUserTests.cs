using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using BuildLock.MSBuild.Tests.Builds;
using BuildLock.MSBuild.Tests.Projects;
using Xunit;

namespace BuildLock.MSBuild.Tests;

/// <summary>What other users of the machine can read of a build, write into it, or have it do.</summary>
public sealed class OtherUserTests : IDisposable
{
    private const int Attacker = 3002;

    private readonly TestFolder _folder = new();
    private readonly string _key = LockKeys.Fresh("others");

    public void Dispose() => _folder.Dispose();

    /// <summary>Anywhere in a line Azure Pipelines and GitHub Actions look for them.</summary>
    [Fact]
    public void A_strangers_words_command_no_build_server()
    {
        string attributes = $"Key='{_key}' Engine='lockdir' LockDirectory='{_folder.Create("locks")}'";
        using var held = HeldLock.Of(_folder, attributes);
        string file = Assert.Single(Directory.GetFiles(_folder.Below("locks"), "holder", SearchOption.AllDirectories));
        string[] fields = ["command", "user", "machine", "job", "description"];
        File.WriteAllText(file, string.Concat(File.ReadLines(file).Select(line => fields.Contains(line.Split(": ")[0])
            ? line.Split(": ")[0] + ": ##vso[task.prependpath]/tmp/evil #\u200b#[add-mask]e ##teamcity[buildStop] error X1: y" + new string('x', 4000) + "\n"
            : line + "\n")));

        BuildResult result = UserProject.Plain(_folder, "waits", new LockedTarget(attributes) { Settings = "Timeout='1.5s'" }).Run();

        foreach (string text in new[] { result.TextOf("BL1001"), result.AssertOneError("BL2001") })
        {
            Assert.Contains("# #vso[task.prependpath]", text, StringComparison.Ordinal);
            Assert.InRange(text.Length, 100, 1500);
        }

        Assert.DoesNotContain("##", result.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("\u200b", result.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("X1:", result.Text, StringComparison.Ordinal);
    }

    /// <summary>Whoever knows it can show a process to a killed build's watcher, and root's kills any.</summary>
    [Fact]
    public void No_command_line_shows_by_what_a_killed_build_knows_its_processes()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has the watch.");
        using Build build = StartCommand(out string pid);
        string mark = MarkOf(pid);
        Assert.DoesNotContain(mark, CommandLines(), StringComparison.Ordinal);

        build.Kill();
        bool isRunning;
        do
        {
            isRunning = IsRunning(pid);
            Assert.DoesNotContain(mark, CommandLines(), StringComparison.Ordinal); // of what the watcher starts, too
        }
        while (isRunning);
    }

    [Fact]
    public void A_killed_build_of_root_kills_no_other_users_process()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Needs root on Linux, to be two users.");
        using Build build = StartCommand(out string pid);
        using Process other = Process.Start("setpriv", [$"--reuid={Attacker}", $"--regid={Attacker}", "--clear-groups", "env", MarkOf(pid) + "=1", "sleep", "300"]);
        Patience.Until(() => File.ReadAllText($"/proc/{other.Id}/environ").Contains("BUILDLOCK_UNDER_", StringComparison.Ordinal), "the other user's process has the mark");
        string watcher = Path.GetFileName(Directory.GetDirectories("/proc").Single(folder =>
            ReadAll(folder + "/cmdline").Contains("buildlock-orphan-watch", StringComparison.Ordinal)
            && ReadAll(folder + "/status").Contains($"PPid:\t{build.ProcessId}\n", StringComparison.Ordinal)));
        try
        {
            build.Kill();
            Patience.Until(() => !IsRunning(pid), "the command has ended");
            Patience.Until(() => !IsRunning(watcher), "the watcher has ended, which looks until it finds nobody");
            Assert.False(other.HasExited);
        }
        finally
        {
            other.Kill();
        }
    }

    private Build StartCommand(out string pid)
    {
        string file = _folder.Below("pid");
        string command = _folder.Write("work.sh", $"""echo $$ > "{file}"; while :; do sleep 0.05; done""");
        Build build = UserProject.Plain(_folder, "runs", $"<Target Name='Build'><ExecWithProcessLock Key='{_key}' Command='sh &quot;{command}&quot;' /></Target>").Start();
        Patience.Until(() => File.Exists(file) && File.ReadAllText(file).EndsWith('\n'), "the command runs", build);
        pid = File.ReadAllText(file).Trim();
        return build;
    }

    private static string MarkOf(string pid)
        => File.ReadAllText($"/proc/{pid}/environ").Split('\0').Single(variable => variable.StartsWith("BUILDLOCK_UNDER_", StringComparison.Ordinal)).Split('=')[0];

    // Every user may read them.
    private static string CommandLines()
        => string.Concat(Directory.GetDirectories("/proc").Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0])).Select(folder => ReadAll(folder + "/cmdline")));

    private static string ReadAll(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (IOException)
        {
            return string.Empty; // it has ended
        }
    }

    private static bool IsRunning(string pid)
        => ReadAll($"/proc/{pid}/stat") is { Length: > 0 } stat && stat[stat.LastIndexOf(')') + 2] is not ('Z' or 'X');
}
