using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using BuildLock.Conformance.Children;
using Xunit;

namespace BuildLock.Faults.Tests.Machine;

/// <summary>In whose name and in which namespaces a child runs: programs that each start the next one, the child last.</summary>
internal sealed class Launch
{
    private readonly List<string> _words = [];
    private readonly Dictionary<string, string> _environment = [];
    private string _program = ChildProgram.Path;

    public Launch AsUser(int id) => Add("setpriv", $"--reuid={id}", $"--regid={id}", "--clear-groups");

    /// <summary>The child is a process 1, and this one's parent in the test's own namespace.</summary>
    public Launch WithOwnProcessIds() => Add("unshare", "--pid", "--fork", "--kill-child", "--mount-proc");

    public Launch WithOwnNetwork(string more = "true") => Add("unshare", "--net").WithScript($"ip link set lo up && {more}");

    /// <summary>A view of the mounts of its own, changed by the script before the child starts.</summary>
    public Launch WithMounts(string script) => Add("unshare", "--mount", "--propagation", "private").WithScript(script);

    /// <summary>The mounts that another process sees.</summary>
    public Launch WithMountsOf(int process) => Add("nsenter", $"--target={process}", "--mount");

    /// <summary>A clock of the time since boot that is ahead of everybody else's.</summary>
    public Launch WithOwnTime(int secondsAhead)
        => Add("unshare", "--time", "--fork", "--kill-child", "--boottime", Text(secondsAhead), "--monotonic", Text(secondsAhead));

    /// <summary>The child waits before each of these system calls, long enough for another process to come between.</summary>
    public Launch WithDelay(string calls, int milliseconds)
        => Add("strace", "-f", "--seccomp-bpf", "-qq", "-o", "/dev/null", "-e", "trace=" + calls, "-e", $"inject={calls}:delay_enter={Text(milliseconds * 1000)}");

    public Launch WithUmask(string mask) => WithScript("umask " + mask);

    /// <summary>Another build of the children's program.</summary>
    public Launch OfProgram(string path)
    {
        _program = path;
        return this;
    }

    /// <summary>The right to enter a hold; the children's own environment is cleared of all such variables.</summary>
    public Launch WithEntry(string token) => Add("env", "BUILDLOCK_ENTER=" + token);

    public Launch WithVariable(string name, string value)
    {
        _environment[name] = value;
        return this;
    }

    public ProcessStartInfo Child()
    {
        ProcessStartInfo start = Start([.. _words, "dotnet", _program]);
        foreach ((string name, string value) in _environment)
        {
            start.Environment[name] = value;
        }

        return start;
    }

    /// <summary>Skips the test, with the machine's own words, where it does not allow this.</summary>
    public void SkipUnlessAllowed()
    {
        if (_words.Count == 0)
        {
            return;
        }

        Assert.SkipUnless(System.OperatingSystem.IsLinux(), "Needs Linux's users and namespaces.");
        Assert.SkipUnless(System.Environment.IsPrivilegedProcess, "Needs root, for " + string.Join(' ', _words.Take(2)) + ".");
        using Process trial = Process.Start(Start([.. _words, "true"]))!;
        trial.StandardInput.Close();
        string said = trial.StandardError.ReadToEnd();
        trial.WaitForExit();
        Assert.SkipUnless(trial.ExitCode == 0, $"Not possible on this machine: {string.Join(' ', _words)}: {said.Trim()}");
    }

    private static ProcessStartInfo Start(List<string> words)
        => new(words[0], words.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private Launch WithScript(string script) => Add("sh", "-c", script + " && exec \"$@\"", "sh");

    private Launch Add(params string[] words)
    {
        _words.AddRange(words);
        return this;
    }
}
