using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;

namespace BuildLock.MSBuild.Tests.Projects;

/// <summary>Nodes and servers that outlive the builds of a test, as is their purpose, and that the test ends.</summary>
internal sealed class LeftProcesses : IDisposable
{
    private const string Variable = "MSBUILDNODEHANDSHAKESALT";

    // Only builds with the same salt use each other's nodes and servers: nobody else's builds meet ours.
    private readonly string _salt = Guid.NewGuid().ToString("N");

    public UserProject Reusing(UserProject project)
        => project.With(Variable, _salt)
            .With("DOTNET_PROCESSOR_COUNT", "32") // MSBuild leaves no more nodes than half as many again as processors, those of other builds counted
            .With("MSBUILDDISABLENODEREUSE", null).With("DOTNET_CLI_USE_MSBUILD_SERVER", null).With("MSBUILDUSESERVER", null);

    public UserProject Served(UserProject project) => Reusing(project).With("DOTNET_CLI_USE_MSBUILD_SERVER", "1");

    /// <summary>Ends what carries the salt, which can only be ours. Where processes cannot be asked, they end by themselves
    /// after having been idle for a while.</summary>
    public void Dispose()
    {
        if (!Directory.Exists("/proc/self"))
        {
            return;
        }

        foreach (string folder in Directory.GetDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out int id) && IsOurs(folder))
            {
                End(id);
            }
        }
    }

    private static void End(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            process.Kill();
            process.WaitForExit(10_000);
        }
        catch (ArgumentException)
        {
            // It has ended by itself.
        }
    }

    private bool IsOurs(string folder)
    {
        try
        {
            return Array.IndexOf(File.ReadAllText(folder + "/environ").Split('\0'), $"{Variable}={_salt}") >= 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // it has ended, or is somebody else's
        }
    }
}
