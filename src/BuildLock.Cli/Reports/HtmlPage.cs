using System;
using System.IO;
using System.Linq;
using System.Text.Json;

namespace BuildLock.Cli.Reports;

/// <summary>The report as one page that needs nothing else: its parts are files beside this one, put into the program.</summary>
internal static class HtmlPage
{
    // In this order: each uses what stands before it.
    private static readonly string[] Scripts = ["text.js", "report.js", "lanes.js", "paint.js", "timeline.js", "tables.js", "main.js"];

    public static string Of(ReportJson report)
        => Part("page.html")
            .Replace("/*style*/", Part("page.css"), StringComparison.Ordinal)
            .Replace("/*script*/", string.Join('\n', Scripts.Select(Part)), StringComparison.Ordinal)
            .Replace("/*report*/", JsonSerializer.Serialize(report, ReportJsonContext.Default.ReportJson), StringComparison.Ordinal); // last: nothing in it is replaced

    private static string Part(string name)
    {
        using Stream stream = typeof(HtmlPage).Assembly.GetManifestResourceStream("page/" + name)
            ?? throw new InvalidOperationException($"The program was built without its resource '{name}'.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
