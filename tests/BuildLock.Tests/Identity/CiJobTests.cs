using System;
using System.Collections.Generic;
using System.Linq;
using BuildLock.Identity;
using Xunit;

namespace BuildLock.Tests.Identity;

public sealed class CiJobTests
{
    [Theory]
    [InlineData("GitHub Actions acme/shop/ci/build #12", "GITHUB_ACTIONS=true GITHUB_REPOSITORY=acme/shop GITHUB_WORKFLOW=ci GITHUB_JOB=build GITHUB_RUN_NUMBER=12")]
    [InlineData("Azure Pipelines shop/nightly/linux #20260304.1", "TF_BUILD=True SYSTEM_TEAMPROJECT=shop BUILD_DEFINITIONNAME=nightly SYSTEM_JOBDISPLAYNAME=linux BUILD_BUILDNUMBER=20260304.1")]
    [InlineData("GitLab acme/shop/build #77", "GITLAB_CI=true CI_PROJECT_PATH=acme/shop CI_JOB_NAME=build CI_JOB_ID=77")]
    [InlineData("Jenkins shop/main #5", "JENKINS_URL=https://j/ JOB_NAME=shop/main BUILD_NUMBER=5")]
    [InlineData("TeamCity Shop/Build #9", "TEAMCITY_VERSION=2026.1 TEAMCITY_PROJECT_NAME=Shop TEAMCITY_BUILDCONF_NAME=Build BUILD_NUMBER=9")]
    public void Five_systems_are_known_by_their_variables(string job, string variables)
        => Assert.Equal(job, Detect(variables));

    [Theory]
    [InlineData("GitHub Actions", "GITHUB_ACTIONS=true")]
    [InlineData("GitHub Actions ci #3", "GITHUB_ACTIONS=true GITHUB_WORKFLOW=ci GITHUB_RUN_NUMBER=3")]
    [InlineData("Jenkins #5", "JENKINS_URL=https://j/ BUILD_NUMBER=5")]
    public void What_a_system_does_not_tell_is_left_out(string job, string variables)
        => Assert.Equal(job, Detect(variables));

    [Theory]
    [InlineData("")]
    [InlineData("CI=true BUILD_NUMBER=5 JOB_NAME=x")]
    [InlineData("GITHUB_ACTIONS= GITHUB_JOB=build")]
    public void Elsewhere_there_is_no_job(string variables) => Assert.Null(Detect(variables));

    [Fact]
    public void A_long_name_keeps_the_number_of_the_run()
    {
        string job = Detect("GITHUB_ACTIONS=true GITHUB_JOB=" + new string('b', 500) + " GITHUB_RUN_NUMBER=12")!;

        Assert.Equal(128, job.Length);
        Assert.EndsWith("b… #12", job, StringComparison.Ordinal);
    }

    private static string? Detect(string variables)
    {
        Dictionary<string, string> set = variables.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(v => v.Split('=', 2))
            .ToDictionary(v => v[0], v => v[1], StringComparer.Ordinal);
        return CiJob.Detect(name => set.GetValueOrDefault(name));
    }
}
