using System;
using System.Collections.Generic;
using System.Linq;

namespace BuildLock.MSBuild.Tests.Builds;

/// <summary>The variables of a build: this process's, without those that steer MSBuild, BuildLock or holder texts, so that a
/// test gets the same build on every machine and build server.</summary>
internal static class BuildEnvironment
{
    private static readonly string[] Unwanted =
    [
        "MSBUILD", "DOTNET_CLI_", "BUILDLOCK_", "NUGET_PACKAGES", "CI", "GITHUB_", "TF_BUILD", "GITLAB_", "JENKINS_", "TEAMCITY_",
    ];

    private static readonly (string Name, string Value)[] Wanted =
    [
        ("MSBUILDDISABLENODEREUSE", "1"),
        ("DOTNET_CLI_USE_MSBUILD_SERVER", "0"),
        ("MSBUILDUSESERVER", "0"), // which -mt would start otherwise
        ("DOTNET_CLI_TELEMETRY_OPTOUT", "1"),
        ("DOTNET_CLI_UI_LANGUAGE", "en"),
        ("DOTNET_CLI_WORKLOAD_UPDATE_NOTIFY_DISABLE", "true"),
        ("DOTNET_GENERATE_ASPNET_CERTIFICATE", "false"),
        ("DOTNET_NOLOGO", "1"),
        ("UseSharedCompilation", "false"), // a compiler server would outlive the test
    ];

    public static void Prepare(IDictionary<string, string?> environment, IReadOnlyDictionary<string, string?> variables)
    {
        foreach (string name in environment.Keys.Where(name => Unwanted.Any(u => name.StartsWith(u, StringComparison.OrdinalIgnoreCase))).ToList())
        {
            environment.Remove(name);
        }

        foreach ((string name, string value) in Wanted)
        {
            environment[name] = value;
        }

        foreach ((string name, string? value) in variables)
        {
            if (value is null)
            {
                environment.Remove(name);
            }
            else
            {
                environment[name] = value;
            }
        }
    }
}
