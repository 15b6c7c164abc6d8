using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using BuildLock.Benchmarks.Peers;
using BuildLock.Benchmarks.Rows;

namespace BuildLock.Benchmarks.Report;

/// <summary>What one more waiter costs, and what one more key: two panels, both axes in powers of ten.</summary>
internal static class ScalePicture
{
    private const int Panel = 500;
    private const int Height = 470;
    private const int Top = 80;
    private const int Bottom = Height - 54;

    // Grey lines differ by their dashes; the name at the end of each says whose it is.
    private static readonly string[] Dashes = ["1 4", "6 3", "10 4", "2 2", "8 2 2 2", "4 4", "12 3", "3 6"];

    public static void Save(string path, Results results)
    {
        var svg = new Svg(Panel * 2, Height, "Cost against waiters and keys");
        svg.Words(20, 30, "What more waiters and more keys cost", kind: "title");
        svg.Words(20, 50, "coloured: engines of BuildLock; grey and dashed: others and floors. Axes in powers of ten.", kind: "quiet");
        Draw(svg, 0, "hand-over (median) against waiters of one key", WaitersRow.Counts, (peer, count) => results.Find("waiters", peer, $"{count}"));
        Draw(svg, Panel, "time per key against keys held by one process", KeysRow.Counts, (peer, count) => results.Find("keys", peer, $"{count} time"));
        svg.Save(path);
    }

    private static void Draw(Svg svg, double left, string title, IReadOnlyList<int> counts, Func<string, int, double?> find)
    {
        List<(IPeer Peer, List<(int Count, double Value)> Points)> lines = [.. PeerList.All
            .Select(peer => (peer, counts.Where(c => find(peer.Name, c) is not null).Select(c => (c, find(peer.Name, c)!.Value)).ToList()))
            .Where(line => line.Item2.Count > 1)];
        if (lines.Count == 0)
        {
            return;
        }

        var x = new LogScale(counts[0], counts[^1], left + 70, left + Panel - 150);
        var y = new LogScale(lines.Min(l => l.Points.Min(p => p.Value)), lines.Max(l => l.Points.Max(p => p.Value)), Bottom, Top + 24);
        double end = x.At(counts[^1]);
        svg.Words(left + 70, Top, title, kind: "bold");
        foreach (double power in y.Powers)
        {
            svg.Line(x.At(counts[0]), y.At(power), end, y.At(power), "grid", 1);
            svg.Words(left + 62, y.At(power) + 4, Number.Time(power).Replace(".00", string.Empty, StringComparison.Ordinal).Replace(".0", string.Empty, StringComparison.Ordinal), "end", "quiet");
        }

        foreach (int count in counts)
        {
            svg.Words(x.At(count), Bottom + 20, count.ToString("#,##0", CultureInfo.InvariantCulture), "middle", "quiet");
        }

        // Names stand in the order of the lines' ends, moved apart so that none covers another.
        double free = double.MinValue;
        foreach ((IPeer peer, List<(int Count, double Value)> points) in lines.OrderBy(l => y.At(l.Points[^1].Value)))
        {
            string colour = PeerColour.Of(peer);
            bool engine = peer.Kind == PeerKind.Engine;
            string dashes = engine ? string.Empty : Dashes[lines.FindIndex(l => l.Peer == peer) % Dashes.Length];
            for (int i = 1; i < points.Count; i++)
            {
                svg.Line(x.At(points[i - 1].Count), y.At(points[i - 1].Value), x.At(points[i].Count), y.At(points[i].Value), colour, engine ? 3 : 1.5, dashes);
            }

            points.ForEach(p => svg.Dot(x.At(p.Count), y.At(p.Value), engine ? 4 : 3, colour));
            double last = y.At(points[^1].Value);
            free = Math.Max(free + 15, last);
            svg.Line(x.At(points[^1].Count) + 5, last, end + 14, free, colour, 0.7);
            svg.Words(end + 18, free + 4, peer.Name, kind: engine ? "bold" : "quiet");
        }
    }
}
