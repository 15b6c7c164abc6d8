using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using BuildLock.Conformance.Children;
using Xunit;

namespace BuildLock.Faults.Tests.Rows;

public sealed class Fault25_daemon_that_outlives_the_holder : FaultTest
{
    [Theory]
    [InlineData("port-quorum", true)]
    [InlineData("oslock", true)]
    [InlineData("lockdir", true)]
    [InlineData("lockfile", true)]
    [InlineData("port-quorum", false)]
    [InlineData("oslock", false)]
    public async Task It_inherits_nothing_and_keeps_nothing(string engine, bool killed)
    {
        Child child = await StartHolderAsync(Options(engine));
        Waiter waiter = Wait(Options(engine));
        await waiter.UntilWaitingAsync(); // a connection more that could be inherited
        using var daemon = Process.GetProcessById(int.Parse((await child.AskAsync("daemon"))["pid"], CultureInfo.InvariantCulture));
        try
        {
            if (OperatingSystem.IsLinux())
            {
                string[] inherited = Directory.GetFiles($"/proc/{daemon.Id}/fd").Select(f => new FileInfo(f).LinkTarget ?? string.Empty).ToArray();
                Assert.DoesNotContain(inherited, f => f.StartsWith("socket:", StringComparison.Ordinal) || f.StartsWith(Folder, StringComparison.Ordinal));
            }

            if (killed)
            {
                child.Kill();
                await child.WaitForExitAsync();
            }
            else
            {
                await ReleaseAsync(child);
            }

            using LockHandle handle = await waiter.UntilHeldAsync();
            Assert.False(daemon.HasExited, "The daemon ended too early to show anything.");
        }
        finally
        {
            daemon.Kill();
        }
    }
}
