using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Threading.Tasks;
using BuildLock.Conformance.Children;
using BuildLock.Faults.Tests.Machine;
using Xunit;

namespace BuildLock.Faults.Tests.Rows;

public sealed class Fault35_outgoing_connection_on_a_port : FaultTest
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task The_quorum_of_the_rest_is_the_lock(int port)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Needs Linux's sockets.");
        using var connection = new OutgoingConnection(KeyPorts.Of(Key)[port]);
        Child holder = await StartHolderAsync(Options("port-quorum"));

        Assert.Equal(holder.Id, AssertBusy(Options("port-quorum")).Holder?.ProcessId);
        await ReleaseAsync(holder);
        Assert.True(IsFree(Options("port-quorum")));
    }

    [Fact]
    public void No_port_lies_where_outgoing_connections_get_theirs()
    {
        int[] range = OperatingSystem.IsLinux()
            ? File.ReadAllText("/proc/sys/net/ipv4/ip_local_port_range").Split('\t', ' ').Select(int.Parse).ToArray()
            : [49152, 65535];
        for (int i = 0; i < 1000; i++)
        {
            Assert.All(KeyPorts.Of("key " + i), (IPEndPoint e) => Assert.NotInRange(e.Port, Math.Min(range[0], 32768), 65535));
        }
    }
}
