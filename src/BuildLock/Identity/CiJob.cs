using System;
using BuildLock.Text;

namespace BuildLock.Identity;

/// <summary>Names the continuous-integration job from the variables that each system documents for its jobs.</summary>
internal static class CiJob
{
    private static readonly (string System, string Marker, string[] Parts, string Number)[] Systems =
    {
        ("GitHub Actions", "GITHUB_ACTIONS", new[] { "GITHUB_REPOSITORY", "GITHUB_WORKFLOW", "GITHUB_JOB" }, "GITHUB_RUN_NUMBER"),
        ("Azure Pipelines", "TF_BUILD", new[] { "SYSTEM_TEAMPROJECT", "BUILD_DEFINITIONNAME", "SYSTEM_JOBDISPLAYNAME" }, "BUILD_BUILDNUMBER"),
        ("GitLab", "GITLAB_CI", new[] { "CI_PROJECT_PATH", "CI_JOB_NAME" }, "CI_JOB_ID"),
        ("Jenkins", "JENKINS_URL", new[] { "JOB_NAME" }, "BUILD_NUMBER"),
        ("TeamCity", "TEAMCITY_VERSION", new[] { "TEAMCITY_PROJECT_NAME", "TEAMCITY_BUILDCONF_NAME" }, "BUILD_NUMBER"),
    };

    public static string? Detect(Func<string, string?> variable)
    {
        foreach ((string system, string marker, string[] parts, string number) in Systems)
        {
            if (string.IsNullOrEmpty(variable(marker)))
            {
                continue;
            }

            string[] known = Array.FindAll(Array.ConvertAll(parts, p => variable(p) ?? string.Empty), p => p.Length > 0);
            string text = known.Length == 0 ? system : system + " " + string.Join("/", known);
            string run = variable(number) is { Length: > 0 } n ? DisplayText.Field(" #" + n, FieldLength.Job / 2) : string.Empty;
            return DisplayText.Field(text, FieldLength.Job - run.Length) + run; // the number is what people look for
        }

        return null;
    }
}
