using System.Diagnostics;
using System.IO;
using System.Linq;
using BuildLock.Faults.Tests.Machine;
using Xunit;

namespace BuildLock.Faults.Tests.Rows;

public sealed class Fault15_removal_is_blocked : FaultTest
{
    [Theory]
    [MemberData(nameof(EnginesWithAge))]
    public void Releases_do_not_depend_on_it_and_clean_up_comes_later(string engine)
    {
        // Linux lets files be deleted that somebody has open; what blocks a removal there is the immutable flag.
        Assert.SkipUnless(System.OperatingSystem.IsLinux() && System.Environment.IsPrivilegedProcess, "Needs root on Linux.");
        LockOptions options = Options(engine);
        var forged = new Forged(Key, options);
        LockHandle first = ProcessLock.Acquire(Key, options, System.Threading.CancellationToken.None);
        Assert.SkipUnless(SetImmutable(forged.HolderFile(1), true), "This file system has no immutable flag.");
        try
        {
            first.Dispose();
            for (int hold = 2; hold <= 20; hold++)
            {
                using LockHandle? handle = ProcessLock.TryAcquire(Key, options);
                Assert.Equal(hold, handle?.FencingToken);
                Assert.Equal(PreviousOutcome.Released, handle?.PreviousOutcome);
            }

            Assert.Contains(1, forged.Folder.Numbers());
        }
        finally
        {
            SetImmutable(forged.HolderFile(1), false);
        }

        using LockHandle? last = ProcessLock.TryAcquire(Key, options);
        Assert.Equal([21], forged.Folder.Numbers().Where(n => n > 0));
        Assert.Empty(Directory.GetFileSystemEntries(forged.Folder.FullPath, "*.closed"));
    }

    private static bool SetImmutable(string file, bool on)
    {
        using Process chattr = Process.Start("chattr", [on ? "+i" : "-i", file]);
        chattr.WaitForExit();
        return chattr.ExitCode == 0;
    }
}
