using System;
using System.Threading.Tasks;
using BuildLock.Conformance.Children;
using BuildLock.Faults.Tests.Machine;
using Xunit;

namespace BuildLock.Faults.Tests.Rows;

public sealed class Fault23_full_disk : FaultTest
{
    [Theory]
    [InlineData("lockdir", false)]
    [InlineData("lockdir", true)]
    [InlineData("lockfile", false)]
    [InlineData("lockfile", true)]
    [InlineData("oslock", false)]
    public async Task Claiming_on_a_full_disk_is_an_error_and_leaves_no_phantom(string engine, bool outOfFiles)
    {
        Child child = await StartAsync(SmallDisk.Mounted(Folder, "size=64k,nr_inodes=60"));
        var disk = new SmallDisk(child.Id, Folder);
        await HoldAsync(child, Options(engine)); // so that folders and the first entries are there
        await ReleaseAsync(child);
        disk.FillSpace();
        if (outOfFiles)
        {
            disk.FillFiles(leaving: 1);
        }

        Line answer = await TryAsync(child, Options(engine));
        if (engine != "oslock") // its file has a page already, and goes on working
        {
            Assert.Equal("BL2006", answer.Has("code") ? answer["code"] : answer.Word);
            Assert.Contains("not full", answer["message"], StringComparison.Ordinal);
        }
        else
        {
            await ReleaseAsync(child);
        }

        disk.Empty();
        Assert.Equal("held", (await TryAsync(child, Options(engine))).Word);
    }

    [Theory]
    [MemberData(nameof(EnginesOnDisk))]
    public async Task Releasing_on_a_full_disk_does_not_throw_and_frees_the_lock_at_the_latest_when_there_is_room(string engine)
    {
        Child child = await StartAsync(SmallDisk.Mounted(Folder, "size=64k,nr_inodes=60"));
        var disk = new SmallDisk(child.Id, Folder);
        await HoldAsync(child, Options(engine, expireAfter: 0.6));
        disk.FillSpace();
        disk.FillFiles(leaving: 0);

        Assert.Equal("released", (await child.Call("release", ("name", "it")).NextAsync()).Word); // or "release-failed", told to the observer of the acquisition
        disk.Empty();
        await child.Call("acquire", Words(Options(engine, timeout: TimeSpan.FromSeconds(30)))).UntilAsync("held");
    }

    [Theory]
    [MemberData(nameof(EnginesOnDisk))]
    public async Task A_read_only_disk_is_an_error(string engine)
    {
        Child child = await StartAsync(SmallDisk.Mounted(Folder, "size=64k"));
        await HoldAsync(child, Options(engine));
        await ReleaseAsync(child);
        Child reader = await StartAsync(new Launch().WithMountsOf(child.Id).WithMounts($"mount --bind '{Folder}' '{Folder}' && mount -o remount,ro,bind '{Folder}'"));

        Line error = await TryAsync(reader, Options(engine));
        Assert.Equal("BL2006", error["code"]);
        Assert.Contains(Locks, error["message"], StringComparison.Ordinal);
    }
}
