using System;
using System.Globalization;
using System.IO;
using System.Threading.Tasks;
using BuildLock.Conformance.Children;
using Xunit;

namespace BuildLock.Conformance;

/// <summary>Waits leave nothing behind in their process, nor on the machine.</summary>
public abstract partial class LockConformance
{
    [Fact]
    public async Task A_thousand_waits_leave_no_thread_no_descriptor_and_no_record()
    {
        if (!Excludes)
        {
            return; // nobody waits
        }

        Assert.SkipUnless(OperatingSystem.IsLinux(), "Counts in /proc.");
        string key = NewKey();
        Child child = await StartChildAsync();
        Line done = await child.Call("waits", [.. Command(key), ("count", "1000"), ("settled", "60")]).UntilAsync("done", TimeSpan.FromMinutes(3));

        Note($"{Engine}: {done}");
        Assert.Equal("True", done["all-ended-as-they-should"]);
        Assert.InRange(int.Parse(done["descriptors-after"]), 0, int.Parse(done["descriptors-before"]) + 10); // a process opens some once, as .NET for its first socket
        Assert.InRange(int.Parse(done["threads-after"]), 0, int.Parse(done["threads-before"]) + 3);
        if (Directory.Exists("/dev/shm"))
        {
            string own = string.Create(CultureInfo.InvariantCulture, $"waiter-{child.Id}-*");
            Assert.Empty(Directory.GetFiles("/dev/shm", own, new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true }));
        }

        Assert.True(IsFree(key));
    }
}
