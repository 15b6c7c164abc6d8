using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;

namespace BuildLock.Benchmarks.Report;

/// <summary>A picture being drawn. It brings its own ground, light or dark as its reader likes.</summary>
internal sealed class Svg
{
    private readonly StringBuilder _text = new();

    public Svg(int width, int height, string title)
    {
        Put($"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img">
            <title>{Escape(title)}</title>
            <style>
              text {"{"} font: 13px system-ui, "Segoe UI", Helvetica, Arial, sans-serif; {"}"}
              .title {"{"} font-size: 16px; font-weight: 600; {"}"} .quiet {"{"} font-size: 12px; {"}"} .bold {"{"} font-weight: 600; {"}"}
              {Colours("#ffffff", "#1f2328", "#59636e", "#e4e8ec", "#8c959f", "#0969da", "#bc4c00", "#1a7f37", "#8250df")}
              @media (prefers-color-scheme: dark) {"{"} {Colours("#0d1117", "#e6edf3", "#9198a1", "#262c36", "#6e7681", "#4493f8", "#f0883e", "#3fb950", "#ab7df8")} {"}"}
            </style>
            <rect width="{width}" height="{height}" rx="6" class="ground"/>

            """);
    }

    public void Words(double x, double y, string words, string anchor = "start", string kind = "")
        => Put($"""<text x="{x:0.#}" y="{y:0.#}" text-anchor="{anchor}" class="{kind}">{Escape(words)}</text>""");

    public void Line(double x1, double y1, double x2, double y2, string colour, double width, string dashes = "")
        => Put($"""<line x1="{x1:0.#}" y1="{y1:0.#}" x2="{x2:0.#}" y2="{y2:0.#}" class="line-{colour}" style="stroke-width:{width};stroke-dasharray:{(dashes.Length == 0 ? "none" : dashes)};stroke-linecap:round"/>""");

    public void Dot(double x, double y, double radius, string colour)
        => Put($"""<circle cx="{x:0.#}" cy="{y:0.#}" r="{radius}" class="dot dot-{colour}"/>""");

    public void Save(string path) => File.WriteAllText(path, _text.ToString() + "</svg>\n");

    // Plain rules and no variables: not all that show pictures know these.
    private static string Colours(string ground, string ink, string quiet, string grid, string other, params string[] engines)
        => string.Concat(
            $".ground {{ fill: {ground}; }} .dot {{ stroke: {ground}; stroke-width: 1.5; }} text {{ fill: {ink}; }} .quiet {{ fill: {quiet}; }} .line-grid {{ stroke: {grid}; }}",
            string.Concat(engines.Select((colour, i) => ($"c{i}", colour)).Append(("other", other)).Append(("ink", ink))
                .Select(c => $" .line-{c.Item1} {{ stroke: {c.Item2}; }} .dot-{c.Item1} {{ fill: {c.Item2}; }}")));

    private static string Escape(string words)
        => words.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal);

    private void Put(FormattableString element) => _text.AppendLine(element.ToString(CultureInfo.InvariantCulture));
}
