using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using BuildLock.Keys;

namespace BuildLock.Cli.Reports;

/// <summary>The report as one page that needs nothing else: its parts are files beside this one, put into the program.</summary>
internal static class HtmlPage
{
    // In this order: each uses what stands before it.
    private static readonly string[] Scripts = ["text.js", "report.js", "lanes.js", "paint.js", "timeline.js", "tables.js", "main.js"];

    public static string Of(ReportJson report)
    {
        string page = Part("page.html")
            .Replace("/*style*/", Part("page.css"), StringComparison.Ordinal)
            .Replace("/*script*/", string.Join('\n', Scripts.Select(Part)), StringComparison.Ordinal);
        return page
            .Replace("/*hash*/", HashOfScript(page), StringComparison.Ordinal)
            .Replace("/*report*/", JsonSerializer.Serialize(report, ReportJsonContext.Default.ReportJson), StringComparison.Ordinal); // last: nothing in it is replaced
    }

    // Content Security Policy, level 2: the browser runs the script with this hash and no other, whatever gets into the page.
    private static string HashOfScript(string page)
    {
        const string Begin = "<script>";
        int start = page.LastIndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        string script = page[start..page.LastIndexOf("</script>", StringComparison.Ordinal)];
        return "sha256-" + Convert.ToBase64String(Sha256.Hash(Encoding.UTF8.GetBytes(script)));
    }

    private static string Part(string name)
    {
        using Stream stream = typeof(HtmlPage).Assembly.GetManifestResourceStream("page/" + name)
            ?? throw new InvalidOperationException($"The program was built without its resource '{name}'.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n"); // which a browser makes of them before it hashes
    }
}
