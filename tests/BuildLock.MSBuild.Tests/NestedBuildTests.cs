using System;
using System.Linq;
using System.Threading;
using BuildLock.MSBuild.Tests.Builds;
using BuildLock.MSBuild.Tests.Projects;
using Xunit;

namespace BuildLock.MSBuild.Tests;

/// <summary>A build that a plain Exec starts under a lock, and whose project lands in a process that an earlier build has left:
/// that has no parent any more by which it could be known.</summary>
public sealed class NestedBuildTests : IDisposable
{
    // A node listens again some time after its build has ended, and the next build asks it once, without patience.
    private static readonly TimeSpan NodeRest = TimeSpan.FromSeconds(2);

    private readonly TestFolder _folder = new();
    private readonly LeftProcesses _left = new();
    private readonly string _key = LockKeys.Fresh("nested");

    public void Dispose()
    {
        _left.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_nested_build_on_a_reused_node_or_server_is_refused_what_its_ancestor_holds(bool server)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux tells which process is at the other end of a pipe.");
        string variable = server ? "DOTNET_CLI_USE_MSBUILD_SERVER" : "MSBUILDNOINPROCNODE";
        UserProject warm = UserProject.Plain(_folder, "warm", $"<Target Name='Build'>{NodeReport.Task}</Target>").Given("-nodeReuse:true");
        int left = NodeReport.In(_left.Reusing(warm).With(variable, "1").RunWell()).Single();

        Thread.Sleep(NodeRest);

        UserProject nested = UserProject.Plain(_folder, "nested", new LockedTarget($"Key='{_key}'") { Before = NodeReport.Task, Settings = "Timeout='60s'" });
        UserProject outer = UserProject.Plain(_folder, "outer", new LockedTarget($"Key='{_key}'")
        {
            Inside = $"""<Exec Command="dotnet msbuild &quot;{nested.File}&quot; -nologo -tl:off -clp:NoSummary -nodeReuse:true" EnvironmentVariables="{variable}=1" IgnoreExitCode="true" IgnoreStandardErrorWarningFormat="true" />""",
        });

        TimeSpan started = TestClock.Now;
        BuildResult result = _left.Reusing(outer).Run();

        Assert.SkipUnless(NodeReport.In(result).Contains(left), "MSBuild started another process instead of using the one that was left.");
        Assert.Contains("error BL2002", result.Text, StringComparison.Ordinal);
        Assert.Contains("which started this process", result.Text, StringComparison.Ordinal);
        Assert.InRange(result.EndedAt - started, TimeSpan.Zero, TimeSpan.FromSeconds(30)); // in vain it would be 60
    }

    /// <summary>Nothing says that they wait for each other.</summary>
    [Fact]
    public void A_build_on_a_reused_node_waits_for_a_build_that_did_not_start_it()
    {
        UserProject waits = _left.Reusing(UserProject.Plain(_folder, "waits", new LockedTarget($"Key='{_key}'") { Before = NodeReport.Task, Settings = "Timeout='60s'" })).Given("-nodeReuse:true").With("MSBUILDNOINPROCNODE", "1");
        int left = NodeReport.In(waits.RunWell()).Single();
        Thread.Sleep(NodeRest);

        using var held = HeldLock.Of(_folder, $"Key='{_key}'");
        using Build build = waits.Start();
        Assert.DoesNotContain("same build", build.WaitForOutput("BL1001").Text, StringComparison.Ordinal);
        held.Finish().AssertSuccess();
        BuildResult result = build.WaitForEnd();
        result.AssertSuccess();
        Assert.SkipUnless(left == NodeReport.In(result).Single(), "MSBuild started another process instead of using the one that was left.");
    }

    [Fact]
    public void A_holder_in_a_build_node_is_named_with_its_directory_and_the_process_that_it_works_for()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux tells which process is at the other end of a pipe.");
        var gate = new Gate(_folder, "held");
        using var held = HeldLock.By(UserProject.Plain(_folder, "holds", new LockedTarget($"Key='{_key}'") { Inside = gate.Task }).With("MSBUILDNOINPROCNODE", "1"), gate);
        string error = UserProject.Plain(_folder, "tries", new LockedTarget($"Key='{_key}'") { Settings = "Timeout='0'" }).Run().AssertOneError("BL2001");
        Assert.Contains($"project holds.proj, target Build, in {_folder.Path}, build node of pid {held.Build.ProcessId}.", error, StringComparison.Ordinal);
    }
}
