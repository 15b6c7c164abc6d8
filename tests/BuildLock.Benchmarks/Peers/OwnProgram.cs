using System;
using System.Diagnostics;
using System.IO;

namespace BuildLock.Benchmarks.Peers;

/// <summary>This same program, in another process.</summary>
internal static class OwnProgram
{
    public static string FullPath { get; } = Path.Combine(AppContext.BaseDirectory, "BuildLock.Benchmarks");

    public static ProcessStartInfo Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(FullPath, arguments);
        start.Environment["DOTNET_EnableDiagnostics"] = "0"; // its pipes stay behind in the temp folder when a process is killed
        return start;
    }
}
