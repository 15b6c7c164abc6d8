using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using BuildLock.Benchmarks.Peers;
using BuildLock.Benchmarks.Rows;

namespace BuildLock.Benchmarks.Report;

/// <summary>The result of one row as a table in Markdown, which a terminal shows as well.</summary>
internal static class Table
{
    // More goals of one peer are lines of their own: a table that wide is none.
    private const int MostInCell = 2;

    public static string Of(IRow row, Results results)
    {
        var text = new StringBuilder($"## {row.Title}\n\n");
        List<Figure> figures = [.. results.Figures.Where(f => f.Row == row.Name)];
        if (figures.Count > 0)
        {
            List<string> names = [.. figures.Select(f => f.Name).Distinct()];
            ILookup<string, Goal> goals = Goals.Judge(results).Where(g => g.Row == row.Name).ToLookup(g => g.Peer);
            bool judge = goals.Count > 0 && goals.All(g => g.Count() <= MostInCell);
            string floor = Goals.Floor(results, row.Name, names[0]);
            bool ratio = row.Name is "pair" or "diskpair" or "handover" or "kill" && results.Find(row.Name, floor, names[0]) is > 0;
            var lines = new List<string[]> { Header(figures, names, ratio ? "x " + floor : null, judge) };
            foreach (string peer in PeerList.All.Select(p => p.Name).Union(figures.Select(f => f.Peer)).Where(p => figures.Exists(f => f.Peer == p)))
            {
                IEnumerable<string> cells = names.Select(name => results.Find(row.Name, peer, name) is { } value ? Number.Text(value) : "–");
                string[] ratios = ratio ? [Number.Text((results.Find(row.Name, peer, names[0]) ?? double.NaN) / results.Find(row.Name, floor, names[0])!.Value)] : [];
                string[] judged = judge ? [string.Join("; ", goals[peer])] : [];
                lines.Add([peer, .. cells, .. ratios, .. judged]);
            }

            Write(text, lines);
            foreach (Goal goal in goals.Where(_ => !judge).SelectMany(g => g))
            {
                text.Append($"- {goal.Peer}: {goal}\n");
            }
        }

        foreach (Note note in results.Notes.Where(n => n.Row == row.Name))
        {
            text.Append($"- {note.Peer}: {note.Text}\n");
        }

        return text.Append('\n').ToString();
    }

    private static string[] Header(List<Figure> figures, List<string> names, string? ratio, bool goals)
    {
        IEnumerable<string> columns = names.Select(name => $"{name} {figures.First(f => f.Name == name).Unit}".Trim());
        return ["", .. columns, .. ratio is null ? Array.Empty<string>() : [ratio], .. goals ? new[] { "goal" } : []];
    }

    private static void Write(StringBuilder text, List<string[]> lines)
    {
        int[] widths = [.. Enumerable.Range(0, lines[0].Length).Select(column => lines.Max(line => line[column].Length))];
        lines.Insert(1, [.. widths.Select((width, column) => column == 0 || column == widths.Length - 1 ? new string('-', width) : new string('-', Math.Max(1, width - 1)) + ":")]);
        foreach (string[] line in lines)
        {
            // Numbers to the right, words to the left.
            IEnumerable<string> cells = line.Select((cell, column) => column == 0 || column == widths.Length - 1 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]));
            text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
        }

        text.Append('\n');
    }
}
