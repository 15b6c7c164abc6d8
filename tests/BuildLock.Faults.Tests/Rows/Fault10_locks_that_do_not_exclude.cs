using System;
using System.Threading.Tasks;
using BuildLock.Conformance.Children;
using BuildLock.Faults.Tests.Machine;
using Xunit;

namespace BuildLock.Faults.Tests.Rows;

/// <summary>NFS itself needs a server. What is tested is the rule that NFS falls under: a file system that is not known to
/// exclude is refused before anything is locked on it.</summary>
public sealed class Fault10_locks_that_do_not_exclude : FaultTest
{
    [Fact]
    public async Task A_file_system_that_is_not_known_is_refused_with_the_way_out()
    {
        Child child = await StartAsync(new Launch().WithMounts($"mount -t hugetlbfs none '{Folder}'"));

        Line error = await TryAsync(child, Options("oslock"));
        Assert.Equal("BL2004", error["code"]);
        Assert.Contains("hugetlbfs", error["message"], StringComparison.Ordinal);
        Assert.Contains("lockdir", error["message"], StringComparison.Ordinal);

        // Waiting for it is refused as well, and at once.
        Assert.Equal("BL2004", (await child.Call("acquire", Words(Options("oslock"))).NextAsync())["code"]);
    }
}
