using System;
using System.IO;
using BuildLock.Conformance.Children;

namespace BuildLock.Faults.Tests.Release010;

/// <summary>The children's program with the core of release 0.1.0 in place of the new one.</summary>
internal static class OlderRelease
{
    public static string Core { get; } = Path.Combine(AppContext.BaseDirectory, "Release010", "BuildLock.dll");

    /// <summary>The path of the program, made once for each run of the tests.</summary>
    public static string Program { get; } = Make();

    private static string Make()
    {
        // Of this very process: two runs of the tests at once must not write over each other's.
        string folder = Path.Combine(AppContext.BaseDirectory, "Release010", "child-" + Environment.ProcessId);
        Directory.CreateDirectory(folder);
        string built = Path.GetDirectoryName(ChildProgram.Path)!;
        foreach (string name in new[] { "BuildLock.TestProcess.dll", "BuildLock.TestProcess.runtimeconfig.json", "BuildLock.TestProcess.deps.json" })
        {
            File.Copy(Path.Combine(built, name), Path.Combine(folder, name), overwrite: true);
        }

        File.Copy(Core, Path.Combine(folder, "BuildLock.dll"), overwrite: true);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        return Path.Combine(folder, "BuildLock.TestProcess.dll");
    }
}
