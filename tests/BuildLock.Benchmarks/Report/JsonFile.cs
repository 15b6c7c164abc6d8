using System.Collections.Generic;
using System.IO;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace BuildLock.Benchmarks.Report;

/// <summary>The result for programs.</summary>
internal static class JsonFile
{
    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // names and units stay readable
    };

    public static void Write(string path, string date, string machine, Results results, IReadOnlyList<Goal> goals)
        => File.WriteAllText(path, JsonSerializer.Serialize(new { date, machine, results.Figures, results.Notes, goals }, Format));
}
