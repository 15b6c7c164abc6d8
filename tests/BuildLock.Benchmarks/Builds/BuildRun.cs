using System;
using System.Collections.Generic;
using System.Diagnostics;

namespace BuildLock.Benchmarks.Builds;

/// <summary>A real <c>dotnet</c> build, timed.</summary>
internal sealed record BuildRun(TimeSpan Took, string Output)
{
    /// <exception cref="InvalidOperationException">It failed: its time would mean nothing.</exception>
    public static BuildRun Of(string folder, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = folder, UseShellExecute = false, RedirectStandardOutput = true };
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1"; // each run pays for the first use
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        start.Environment["UseSharedCompilation"] = "false";
        long began = Stopwatch.GetTimestamp();
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? new BuildRun(Stopwatch.GetElapsedTime(began), output)
            : throw new InvalidOperationException($"dotnet {string.Join(' ', arguments)} failed:\n{output}");
    }
}
