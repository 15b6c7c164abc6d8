using System.Collections.Generic;
using System.Linq;
using BuildLock.Benchmarks.Peers;

namespace BuildLock.Benchmarks.Report;

/// <summary>How long hand-overs take, a lane for each peer, on a scale of powers of ten.</summary>
internal static class LatencyPicture
{
    private const int Width = 860;
    private const int Left = 170;
    private const int Right = 90;
    private const int Top = 92;
    private const int Lane = 30;

    public static void Save(string path, Results results)
    {
        List<(IPeer Peer, Samples Samples)> lanes = [.. PeerList.All
            .Select(peer => (Peer: peer, Samples: results.Of("handover", peer.Name)))
            .Where(lane => lane.Samples.Count > 0)
            .OrderBy(lane => lane.Samples.Median)];
        if (lanes.Count == 0)
        {
            return;
        }

        int bottom = Top + (lanes.Count * Lane);
        var svg = new Svg(Width, bottom + 48, "Hand-over latency");
        svg.Words(20, 30, "Hand-over: from the holder's release to the waiter having the lock", kind: "title");
        Legend(svg);

        var scale = new LogScale(lanes.Min(l => l.Samples.At(0.01)), lanes.Max(l => l.Samples.At(0.99)), Left, Width - Right);
        foreach (double power in scale.Powers)
        {
            svg.Line(scale.At(power), Top - 8, scale.At(power), bottom, "grid", 1);
            svg.Words(scale.At(power), bottom + 18, Axis(power), "middle", "quiet");
        }

        svg.Words((Left + Width - Right) / 2.0, bottom + 38, "time, powers of ten", "middle", "quiet");
        for (int i = 0; i < lanes.Count; i++)
        {
            (IPeer peer, Samples samples) = lanes[i];
            double y = Top + (i * Lane) + (Lane / 2.0);
            string colour = PeerColour.Of(peer);
            svg.Words(Left - 14, y + 4, peer.Name, "end", peer.Kind == PeerKind.Engine ? "bold" : string.Empty);
            svg.Line(scale.At(samples.At(0.01)), y, scale.At(samples.At(0.99)), y, colour, 2);
            svg.Line(scale.At(samples.At(0.25)), y, scale.At(samples.At(0.75)), y, colour, 8);
            svg.Dot(scale.At(samples.Median), y, 5.5, "ink");
            svg.Words(Width - Right + 14, y + 4, Number.Time(samples.Median), kind: "quiet");
        }

        svg.Save(path);
    }

    private static void Legend(Svg svg)
    {
        svg.Dot(26, 54, 5.5, "ink");
        svg.Words(38, 58, "median", kind: "quiet");
        svg.Line(104, 54, 134, 54, "other", 8);
        svg.Words(146, 58, "middle half", kind: "quiet");
        svg.Line(228, 54, 258, 54, "other", 2);
        svg.Words(268, 58, "1 % to 99 %", kind: "quiet");
        svg.Words(360, 58, "coloured: engines of BuildLock, grey: others and floors", kind: "quiet");
    }

    private static string Axis(double microseconds) => microseconds switch
    {
        < 1000 => $"{microseconds:0} µs",
        < 1_000_000 => $"{microseconds / 1000:0} ms",
        _ => $"{microseconds / 1_000_000:0} s",
    };
}
