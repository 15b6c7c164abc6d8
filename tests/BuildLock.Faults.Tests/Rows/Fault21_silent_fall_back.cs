using System;
using System.Threading.Tasks;
using BuildLock.Conformance.Children;
using BuildLock.Faults.Tests.Machine;
using Xunit;

namespace BuildLock.Faults.Tests.Rows;

public sealed class Fault21_silent_fall_back : FaultTest
{
    [Fact]
    public async Task Without_a_loopback_interface_ports_are_an_error()
    {
        Child child = await StartAsync(new Launch().WithOwnNetwork("ip link set lo down"));

        Line answer = await child.AskAsync("try", ("key", Key), ("name", "it")); // no engine named: the default
        if (answer.Word == "held")
        {
            // This kernel binds without the interface being up; then at least it has to exclude.
            Assert.Equal("busy", (await child.AskAsync("try", ("key", Key), ("name", "other"))).Word);
            return;
        }

        Assert.Equal("BL2004", answer["code"]);
        Assert.Contains("lockdir", answer["message"], StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(EnginesOnDisk))]
    public async Task Without_a_place_to_write_it_is_an_error(string engine)
    {
        Child child = await StartAsync(new Launch().WithMounts($"mount -t tmpfs -o ro none '{Folder}'"));

        Assert.Equal("BL2006", (await TryAsync(child, Options(engine)))["code"]);
        Line error = await child.Call("acquire", Words(Options(engine))).NextAsync();
        Assert.Equal(("BL2006", "LockEngineException"), (error["code"], error["type"]));
    }

    [Fact]
    public async Task A_folder_is_never_locked_by_ports()
    {
        LockSettingException e = await Assert.ThrowsAsync<LockSettingException>(
            () => ProcessLock.AcquireAsync(LockKey.ForFolder(Folder), new LockOptions { Engine = "port-quorum" }));
        Assert.Equal("BL3006", e.Code);
    }
}
