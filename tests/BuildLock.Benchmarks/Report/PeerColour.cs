using System.Linq;
using BuildLock.Benchmarks.Peers;

namespace BuildLock.Benchmarks.Report;

/// <summary>Each engine has a colour, all others share grey: a picture with twelve colours says nothing.</summary>
internal static class PeerColour
{
    public static string Of(IPeer peer)
        => peer.Kind == PeerKind.Engine ? $"c{PeerList.All.Where(p => p.Kind == PeerKind.Engine).ToList().IndexOf(peer)}" : "other";
}
