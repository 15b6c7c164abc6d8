using System.Collections.Generic;
using System.Linq;
using System.Net;
using BuildLock.Engines.PortQuorum;
using BuildLock.Keys;
using Xunit;

namespace BuildLock.Tests.Keys;

/// <summary>What holds of the ports of every key, looked at in ten thousand.</summary>
public sealed class PortEndpointsPropertyTests
{
    private const int Keys = 10_000;

    // Thirty thousand draws from twenty thousand ports hit each of these, were they not passed over.
    private static readonly int[] Services = { 10250, 11211, 11434, 15672, 16379, 16443, 20000, 25565, 27017, 28017, 29418 };

    private static readonly IPEndPoint[][] OnAllAddresses = Draw(allLoopbackAddresses: true);

    [Fact]
    public void Ports_stay_below_the_ephemeral_ranges_and_above_most_services()
        => Assert.All(OnAllAddresses, endpoints => Assert.All(endpoints, e => Assert.InRange(e.Port, 10240, 29999)));

    [Fact]
    public void The_whole_range_is_used()
    {
        int[] ports = OnAllAddresses.SelectMany(e => e).Select(e => e.Port).Distinct().ToArray();

        // Of 19,760 ports, 30,000 even draws leave out about one in 4.5.
        Assert.InRange(ports.Length, 15_000, 19_760);
        Assert.InRange(ports.Min(), 10240, 10260);
        Assert.InRange(ports.Max(), 29980, 29999);
    }

    [Fact]
    public void The_three_ports_of_a_key_differ()
        => Assert.All(OnAllAddresses, endpoints => Assert.Equal(3, endpoints.Select(e => e.Port).Distinct().Count()));

    [Fact]
    public void No_port_belongs_to_a_famous_service()
        => Assert.DoesNotContain(OnAllAddresses.SelectMany(e => e), e => Services.Contains(e.Port));

    [Fact]
    public void Addresses_are_loopback_and_look_like_hosts()
        => Assert.All(OnAllAddresses.SelectMany(e => e), e =>
        {
            byte[] address = e.Address.GetAddressBytes();
            Assert.Equal(127, address[0]);
            Assert.Equal(83, address[1]);
            Assert.InRange(address[3], 1, 254);
        });

    [Fact]
    public void The_ports_do_not_depend_on_the_addresses()
        => Assert.Equal(
            OnAllAddresses.SelectMany(e => e).Select(e => e.Port),
            Draw(allLoopbackAddresses: false).SelectMany(e => e).Select(e => e.Port));

    [Fact]
    public void With_all_addresses_no_two_keys_share_a_quorum()
        => Assert.Equal(0, PairsWithSharedQuorum(OnAllAddresses));

    [Fact]
    public void With_one_address_two_keys_seldom_share_a_quorum()
    {
        // 18/S² of 50 million pairs with S = 19,760 ports: about 2.3. Neighbouring ports would make thousands.
        Assert.InRange(PairsWithSharedQuorum(Draw(allLoopbackAddresses: false)), 0, 10);
    }

    private static IPEndPoint[][] Draw(bool allLoopbackAddresses)
        => Enumerable.Range(0, Keys)
            .Select(i => PortEndpoints.For(LockId.Create("key", string.Empty, string.Empty, "key-" + i), allLoopbackAddresses))
            .ToArray();

    private static int PairsWithSharedQuorum(IPEndPoint[][] all)
    {
        var seen = new Dictionary<(IPEndPoint, IPEndPoint), int>();
        int pairs = 0;
        foreach (IPEndPoint[] endpoints in all)
        {
            IPEndPoint[] e = endpoints.OrderBy(x => x.Port).ToArray();
            foreach ((IPEndPoint, IPEndPoint) two in new[] { (e[0], e[1]), (e[0], e[2]), (e[1], e[2]) })
            {
                int before = seen.GetValueOrDefault(two);
                pairs += before;
                seen[two] = before + 1;
            }
        }

        return pairs;
    }
}
