using System;
using System.Collections.Generic;
using System.Linq;
using BuildLock.MSBuild.Tests.Builds;
using BuildLock.MSBuild.Tests.Projects;
using Xunit;

namespace BuildLock.MSBuild.Tests;

/// <summary>Tasks in a task host, which MSBuild tells less than others.</summary>
public sealed class TaskHostTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly string _key = LockKeys.Fresh("host");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void In_a_task_host_acquire_and_release_meet()
    {
        var gate = new Gate(_folder, "held");
        UserProject hosted = Hosted("hosted", new LockedTarget($"Key='{_key}'") { Before = NodeReport.Task, Inside = gate.Task });

        using var held = HeldLock.By(hosted, gate);
        string error = Tries("port-quorum").Run().AssertOneError("BL2001");
        Assert.Contains("project hosted.proj, target Build", error, StringComparison.Ordinal);
        Assert.DoesNotContain($"pid {held.Build.ProcessId},", error, StringComparison.Ordinal);
        BuildResult result = held.Finish();
        result.AssertSuccess();
        Assert.Empty(result.Warnings);
        Tries("port-quorum").RunWell();
    }

    [Fact]
    public void In_a_task_host_parameters_and_variables_count_and_the_projects_properties_do_not()
    {
        // A limit that the README names: nothing tells a task in a host of its own which project it belongs to.
        UserProject hosted = Hosted("hosted", "<PropertyGroup><ProcessLockEngine>none</ProcessLockEngine></PropertyGroup>", new LockedTarget($"Key='{_key}'"));
        Assert.Empty(hosted.RunWell().Messages);
        Assert.Equal(["BL1004"], hosted.With("BUILDLOCK_ENGINE", "none").RunWell().Messages);
    }

    [Fact]
    public void In_a_task_host_a_project_cannot_release_what_another_one_holds()
    {
        // Both have the tasks from one file, and no global properties that tell them apart; but each is in its own folder.
        var gate = new Gate(_folder, "held");
        string file = _folder.Write("shared.targets", $"""
            <Project>
              {new LockedTarget($"Key='{_key}'") { Inside = "<MSBuild Projects='elsewhere/thief.proj' Targets='Steal' />" + gate.Task }}
              <Target Name="Steal">{LockedTarget.Release($"Key='{_key}'")}</Target>
            </Project>
            """);
        Hosted("elsewhere/thief", $"<Import Project='{file}' />");

        using var held = HeldLock.By(Hosted("owner", $"<Import Project='{file}' />").Given("-m:1"), gate);
        Tries("port-quorum").Run().AssertOneError("BL2001");
        BuildResult result = held.Finish();
        result.AssertSuccess();
        Assert.Equal(["BL1006"], result.Warnings);
    }

    [Fact]
    public void A_killed_task_host_build_frees_the_lock()
    {
        var gate = new Gate(_folder, "held");
        using var held = HeldLock.By(Hosted("hosted", new LockedTarget($"Key='{_key}'") { Inside = gate.Task }), gate);
        using Build waits = UserProject.Plain(_folder, "waits", new LockedTarget($"Key='{_key}'")).Start();
        waits.WaitForOutput("BL1001");

        TimeSpan killed = TestClock.Now;
        held.Build.Kill();

        Assert.InRange(waits.WaitForOutput("outputs|").At - killed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        waits.WaitForEnd().AssertSuccess();
    }

    private UserProject Tries(string engine)
        => UserProject.Plain(_folder, "tries", new LockedTarget($"Key='{_key}' Engine='{engine}'") { Before = NodeReport.Task, Settings = "Timeout='0'" });

    // The package's own UsingTasks come later and lose.
    private UserProject Hosted(string name, params IEnumerable<object> content)
        => UserProject.Plain(_folder, name, [.. new[] { "AcquireProcessLock", "ReleaseProcessLock", "CallTargetWithProcessLock", "ExecWithProcessLock", "ReadProcessLockSettings" }.Select(task => $"<UsingTask TaskName='BuildLock.MSBuild.{task}' AssemblyFile='{PackageUnderTest.TasksAssembly}' TaskFactory='TaskHostFactory' />"), .. content]);
}
