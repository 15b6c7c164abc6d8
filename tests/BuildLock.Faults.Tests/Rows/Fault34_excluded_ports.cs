using System;
using System.Threading.Tasks;
using BuildLock.Conformance.Children;
using BuildLock.Faults.Tests.Machine;
using Xunit;

namespace BuildLock.Faults.Tests.Rows;

/// <summary>Windows keeps ranges of ports back and answers access-denied. Linux answers the same to a user below the first
/// port that users may have, so the answer is real and only its reason is another.</summary>
public sealed class Fault34_excluded_ports : FaultTest
{
    [Fact]
    public async Task Access_denied_is_an_error_that_names_the_ports_and_not_contention()
    {
        Child child = await StartAsync(new Launch().WithOwnNetwork("sysctl -q net.ipv4.ip_unprivileged_port_start=32000").AsUser(Alice));

        Line error = await child.Call("acquire", Words(Options("port-quorum"))).UntilAsync("error");
        Assert.Equal("BL2005", error["code"]);
        Assert.Contains(KeyPorts.Of(Key)[0] + " is excluded", error["message"], StringComparison.Ordinal);
        Assert.Contains("lockdir", error["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_excluded_port_does_not_matter()
    {
        // Only the lowest of the three is below the limit.
        int[] ports = Array.ConvertAll(KeyPorts.Of(Key), p => p.Port);
        Array.Sort(ports);
        Child child = await StartAsync(new Launch().WithOwnNetwork($"sysctl -q net.ipv4.ip_unprivileged_port_start={ports[0] + 1}").AsUser(Alice));

        Assert.Equal("held", (await TryAsync(child, Options("port-quorum"))).Word);
        Assert.Equal("busy", (await child.AskAsync("try", [.. Words(Options("port-quorum"))])).Word);
    }
}
