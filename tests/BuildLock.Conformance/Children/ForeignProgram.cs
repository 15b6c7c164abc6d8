using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Threading.Tasks;
using Xunit;

namespace BuildLock.Conformance.Children;

/// <summary>A child that plays another program, which happens to use ports.</summary>
public static class ForeignProgram
{
    /// <param name="child">The program.</param>
    /// <param name="mode">"silent", or "http" for one that answers.</param>
    /// <param name="endpoints">Where it listens.</param>
    public static async Task ListenAsync(Child child, string mode, params IEnumerable<IPEndPoint> endpoints)
        => Assert.Equal("listening", (await AskAsync(child, mode, endpoints)).Word);

    /// <summary>Listens on every address, as a program that knows nothing of BuildLock does. Not on a port that another lock of
    /// this machine has on one of them, perhaps one of a thousand: then on another key's.</summary>
    /// <param name="child">The program.</param>
    /// <param name="mode">"silent", or "http" for one that answers.</param>
    /// <param name="endpoints">The key's that are wanted.</param>
    /// <param name="takeAnotherKey">Makes <paramref name="endpoints"/> those of another key.</param>
    public static async Task ListenOnAllAddressesAsync(Child child, string mode, Func<IEnumerable<IPEndPoint>> endpoints, Action takeAnotherKey)
    {
        Line answer = await AskAsync(child, mode, OnAllAddresses());
        for (int turn = 0; turn < 20 && answer.Word == "error"; turn++)
        {
            takeAnotherKey();
            answer = await AskAsync(child, mode, OnAllAddresses());
        }

        Assert.Equal("listening", answer.Word);

        IEnumerable<IPEndPoint> OnAllAddresses() => endpoints().Select(endpoint => new IPEndPoint(IPAddress.Any, endpoint.Port));
    }

    private static Task<Line> AskAsync(Child child, string mode, IEnumerable<IPEndPoint> endpoints)
        => child.AskAsync("listen", ("mode", mode), ("endpoints", string.Join(',', endpoints)));
}
