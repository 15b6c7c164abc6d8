using System.ComponentModel;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using BuildLock.BuildProcesses;

namespace BuildLock.Samples.Tests;

/// <summary>Whether npm can be used here.</summary>
internal static class Npm
{
    /// <summary>Installs once, alone, and removes it again, so that what fails later is about the lock and not about a
    /// machine without npm or without its packages.</summary>
    /// <returns>What is wrong; <see langword="null"/> when nothing is.</returns>
    public static async Task<string?> ProblemAsync(SampleBuilds builds, CancellationToken cancellationToken)
    {
        try
        {
            await using BuildProcess npm = builds.Start(["npm", "ci", "--no-audit", "--no-fund"]);
            if (await npm.EndsAsync(cancellationToken) != 0)
            {
                return npm.Output;
            }
        }
        catch (Win32Exception e)
        {
            return e.Message; // there is no npm
        }

        string modules = Path.Combine(builds.Folder, "node_modules");
        if (!Directory.Exists(modules))
        {
            return "It installed nothing.";
        }

        Directory.Delete(modules, recursive: true);
        return null;
    }
}
