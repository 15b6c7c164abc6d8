using System;
using System.Linq;
using System.Net;
using BuildLock.Engines.PortQuorum;
using BuildLock.Keys;
using Xunit;

namespace BuildLock.Tests.Keys;

/// <summary>The frozen way from a key to its ports. The expected values were computed by another program in another
/// language, from the format alone; no change of the product is a reason to change them.</summary>
public sealed class PortEndpointsTests
{
    [Theory]
    [InlineData("nuget-cache", "127.83.4.129:17550 127.83.218.123:12471 127.83.188.197:17752")]
    [InlineData("a", "127.83.236.24:17166 127.83.43.112:22507 127.83.133.163:22854")]
    [InlineData("Nuget-Cache", "127.83.126.102:15929 127.83.12.148:23196 127.83.112.109:24016")]
    [InlineData("Größe 漢字 🔒", "127.83.166.218:20197 127.83.242.21:21658 127.83.20.89:28620")]
    [InlineData("line\nbreak", "127.83.5.118:19571 127.83.188.2:23724 127.83.180.196:19375")]
    public void With_all_loopback_addresses(string key, string endpoints)
        => Assert.Equal(endpoints, Text(PortEndpoints.For(Id(key), allLoopbackAddresses: true)));

    [Theory]
    [InlineData("nuget-cache", "127.0.0.1:17550 127.0.0.1:12471 127.0.0.1:17752")]
    [InlineData("a", "127.0.0.1:17166 127.0.0.1:22507 127.0.0.1:22854")]
    [InlineData("Nuget-Cache", "127.0.0.1:15929 127.0.0.1:23196 127.0.0.1:24016")]
    [InlineData("Größe 漢字 🔒", "127.0.0.1:20197 127.0.0.1:21658 127.0.0.1:28620")]
    [InlineData("line\nbreak", "127.0.0.1:19571 127.0.0.1:23724 127.0.0.1:19375")]
    public void With_one_loopback_address(string key, string endpoints)
        => Assert.Equal(endpoints, Text(PortEndpoints.For(Id(key), allLoopbackAddresses: false)));

    [Fact]
    public void All_addresses_are_used_where_the_system_has_them()
        => Assert.Equal(
            Text(PortEndpoints.For(Id("a"), allLoopbackAddresses: OperatingSystem.IsLinux() || OperatingSystem.IsWindows())),
            Text(PortEndpoints.For(Id("a"))));

    private static LockId Id(string key) => LockId.Create("key", string.Empty, string.Empty, key);

    private static string Text(IPEndPoint[] endpoints) => string.Join(' ', endpoints.Select(e => e.ToString()));
}
