using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using BuildLock.Conformance.Children;
using BuildLock.Faults.Tests.Machine;
using Xunit;

namespace BuildLock.Faults.Tests.Hostile;

/// <summary>Alice attacks, Bob builds, Carol builds too: three users of one machine, none of them root.</summary>
public abstract class HostileTest : FaultTest
{
    private protected static Launch As(int user) => new Launch().AsUser(user);

    /// <summary>Runs a script of the shell in a user's name.</summary>
    private protected static void Run(int user, string script)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Needs root, to act as several users.");
        using Process process = Process.Start("setpriv", [$"--reuid={user}", $"--regid={user}", "--clear-groups", "sh", "-ec", script]);
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, script + " failed.");
    }

    /// <summary>Bob takes the lock and releases it: its folder is Bob's, and the highest number is 1, which has ended.</summary>
    private protected async Task<Child> BobTakesItOnceAsync(string engine)
    {
        Child bob = await StartHolderAsync(Options(engine), As(Bob));
        await ReleaseAsync(bob);
        return bob;
    }

    /// <summary>Files of a user that nobody else may reach.</summary>
    private protected string Precious(int user, int files)
    {
        string folder = Path.Combine(Folder, "precious-of-" + user);
        Run(user, $"umask 077; mkdir '{folder}'; cd '{folder}'; for i in $(seq {files}); do echo precious > file-$i; done");
        return folder;
    }

    private protected static void AssertUntouched(string precious, int files)
        => Assert.Equal(files, Directory.GetFiles(precious).Count(file => File.ReadAllText(file) == "precious\n"));
}
