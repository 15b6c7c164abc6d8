using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using BuildLock.BuildProcesses;

namespace BuildLock.Nuke.Tests;

/// <summary>Does any Nuke.Common restore here? Asked once for all tests.</summary>
internal static class NukeProbe
{
    private static readonly string[] Missing = ["NU1101", "NU1102"]; // no such package, no such version

    /// <summary>Why it does not, or <see langword="null"/> where it does.</summary>
    public static Task<string?> Problem { get; } = AskAsync();

    /// <summary>What of a restore's output says that a package is not to be had; <see langword="null"/> for anything else.</summary>
    public static string? Reason(string output)
        => output.Split('\n').FirstOrDefault(line => Missing.Any(code => line.Contains("error " + code, StringComparison.Ordinal)) && line.Contains("Nuke", StringComparison.Ordinal)) is { } line
            ? line[line.IndexOf("NU1", StringComparison.Ordinal)..].Split(". ")[0].Split(" from ")[0] // without the names of sources
            : output.Contains("error NU1301", StringComparison.Ordinal) ? "NU1301: a package source does not answer" : null;

    private static async Task<string?> AskAsync()
    {
        using var folder = new TestFolder();
        folder.Write("probe.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <NuGetAudit>false</NuGetAudit>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Nuke.Common" Version="7.0.0" />
              </ItemGroup>
            </Project>
            """);
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        await using var restore = BuildProcess.Start(folder.Path, ["dotnet", "restore"]);
        if (await restore.EndsAsync(deadline.Token) == 0)
        {
            return null;
        }

        return Reason(restore.Output) ?? throw new InvalidOperationException("Restoring Nuke.Common failed in an unexpected way:\n" + restore.Output);
    }
}
