using System;
using System.IO;
using System.Linq;
using BuildLock.MSBuild.Tests.Builds;
using BuildLock.MSBuild.Tests.Projects;
using Xunit;

namespace BuildLock.MSBuild.Tests;

/// <summary><c>ExecWithProcessLock</c>, and builds that a build starts while it holds a lock.</summary>
public sealed class ExecTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly string _key = LockKeys.Fresh("exec");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_command_runs_under_the_lock_and_nothing_after_it()
    {
        var inside = new Gate(_folder, "inside");
        var after = new Gate(_folder, "after");
        UserProject project = UserProject.Plain(_folder, "runs", $"<Target Name='Build'>{Locked(inside.Task)}{after.Task}</Target>");

        using var held = HeldLock.By(project, inside);
        Assert.Contains("project runs.proj, target Build", Tries().Run().AssertOneError("BL2001"), StringComparison.Ordinal);
        held.LetGo();
        after.WaitUntilReached(1, held.Build);
        Tries().RunWell();
        after.Open();
        held.Build.WaitForEnd().AssertSuccess();
    }

    [Fact]
    public void It_has_what_Exec_has()
    {
        BuildResult result = UserProject.Plain(_folder, "runs", $"""
            <Target Name="Build">
              <ExecWithProcessLock Key="{_key}" Command="echo $GREETING; exit 7" EnvironmentVariables="GREETING=hello" WorkingDirectory="{_folder.Create("work")}" IgnoreExitCode="true" ConsoleToMSBuild="true">
                <Output TaskParameter="ConsoleOutput" PropertyName="Heard" />
                <Output TaskParameter="ExitCode" PropertyName="Code" />
                <Output TaskParameter="Acquired" PropertyName="LockAcquired" />
                <Output TaskParameter="Waited" PropertyName="LockWaited" />
                <Output TaskParameter="FencingToken" PropertyName="LockFencingToken" />
              </ExecWithProcessLock>
              <Message Importance="high" Text="got $(Heard) $(Code) $(LockAcquired) $(LockWaited)" />
            </Target>
            """).RunWell();
        Assert.Equal(["hello 7 True False"], result.Said("got "));
    }

    [Theory]
    [InlineData("Command='exit 3'", "MSB3073")]
    [InlineData("Command='sleep 30' Timeout='300'", "MSB4181")] // what Exec itself says of its time-out
    public void A_command_that_fails_releases_at_once(string command, string code)
    {
        var after = new Gate(_folder, "after");
        UserProject project = UserProject.Plain(
            _folder,
            "runs",
            $"<Target Name='Build'><ExecWithProcessLock Key='{_key}' {command} /><OnError ExecuteTargets='Report' /></Target>",
            $"<Target Name='Report'>{after.Task}</Target>");
        using var held = HeldLock.By(project, after);
        Tries().RunWell();
        held.Finish().AssertOneError(code);
    }

    /// <summary>What it protects may be half written then.</summary>
    [Theory]
    [InlineData("<ExecWithProcessLock Key='{0}' Engine='lockdir' Command='exit 3' />", "Abandoned")]
    [InlineData("<ExecWithProcessLock Key='{0}' Engine='lockdir' Command='exit 3' IgnoreExitCode='true' />", "Released")]
    [InlineData("<CallTargetWithProcessLock Key='{0}' Engine='lockdir' Targets='Fail' />", "Abandoned")]
    public void After_work_that_failed_the_next_holder_is_warned(string task, string outcome)
    {
        string work = string.Format(System.Globalization.CultureInfo.InvariantCulture, task, _key);
        UserProject.Plain(_folder, "runs", $"<Target Name='Build'>{work}</Target>", "<Target Name='Fail'><Error Code='X1' Text='on purpose' /></Target>").Run();
        BuildResult next = UserProject.Plain(_folder, "next", new LockedTarget($"Key='{_key}' Engine='lockdir'") { Settings = "Timeout='0'" }).RunWell();
        Assert.Equal(outcome, AcquireOutputs.AllOf(next).Single().PreviousOutcome);
    }

    [Fact]
    public void Without_the_lock_the_command_does_not_run()
    {
        using var held = HeldLock.Of(_folder, $"Key='{_key}'");
        UserProject project = UserProject.Plain(_folder, "runs", $"<Target Name='Build'><ExecWithProcessLock Key='{_key}' Command='echo ran' LockTimeout='0' OnTimeout='$(What)' StandardOutputImportance='high' /></Target>");

        foreach (BuildResult result in new[] { project.Run(), project.Given("-p:What=warn").RunWell(), project.Given("-p:What=continue").RunWell() })
        {
            Assert.Empty(result.Said("ran"));
        }
    }

    [Fact]
    public void Ctrl_C_ends_the_command_and_frees_the_lock()
    {
        var inside = new Gate(_folder, "inside");
        using var held = HeldLock.By(UserProject.Plain(_folder, "runs", $"<Target Name='Build'>{Locked(inside.Task)}</Target>"), inside);
        held.Build.Interrupt();
        BuildResult result = held.Build.WaitForEnd();
        Assert.Equal(1, result.ExitCode);
        Tries().RunWell();
    }

    /// <summary>Ctrl+C at a terminal ends the command's shell, and not its background child, which holds the pipe that MSBuild reads to
    /// its end. MSBuild kills the command's tree, to which the child does not belong any more.</summary>
    [Theory]
    [InlineData("-m:1")]
    [InlineData("-mt -m:2")]
    public void Ctrl_C_ends_a_background_child_of_the_command_too_and_the_build_does_not_wait_for_it(string mode)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux tells which processes belong to a command.");
        string pid = _folder.Below("pid");
        string command = _folder.Write("work.sh", $"""
            (sh -c 'trap "" INT; echo $$ > "{pid}"; exec sleep 40' &)
            """);
        using Build build = UserProject.Plain(_folder, "runs", $"<Target Name='Build'><ExecWithProcessLock Key='{_key}' Command='sh &quot;{command}&quot;' /></Target>").Given(mode.Split(' ')).Start();
        Patience.Until(() => File.Exists(pid) && File.ReadAllText(pid).EndsWith('\n'), "the background child runs", build);
        string child = File.ReadAllText(pid).Trim();
        Assert.True(IsRunning(child));
        Patience.Until(() => !Directory.GetDirectories("/proc").Any(p => RunsScript(p, command)), "the command's shell has ended", build);

        TimeSpan interrupted = TestClock.Now;
        build.Interrupt();
        BuildResult result = build.WaitForEnd();
        TestContext.Current.SendDiagnosticMessage($"the build ended {(result.EndedAt - interrupted).TotalMilliseconds:0} ms after Ctrl+C");
        Assert.InRange(result.EndedAt - interrupted, TimeSpan.Zero, TimeSpan.FromSeconds(20)); // on a busy machine; otherwise it is the 40 of the child
        Assert.Equal(1, result.ExitCode);
        Assert.False(IsRunning(child));
        Tries().RunWell();
    }

    /// <summary>MSBuild leaves it running: the lock is free then, and it would go on unprotected.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_command_ends_with_the_build_that_was_killed_and_all_that_it_started_with_it(bool kill)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux tells which processes belong to a command.");
        string pids = _folder.Below("pids");
        string command = _folder.Write("work.sh", $"""
            sh -c 'echo $$ >> "{pids}"; while :; do sleep 0.05; done' &
            setsid sh -c 'echo $$ >> "{pids}"; while :; do sleep 0.05; done' &
            echo $$ >> "{pids}"
            while :; do sleep 0.05; done
            """);
        UserProject project = UserProject.Plain(_folder, "runs", $"<Target Name='Build'><ExecWithProcessLock Key='{_key}' Command='sh &quot;{command}&quot;' /></Target>");
        using Build build = project.Start();
        Patience.Until(() => File.Exists(pids) && File.ReadAllLines(pids).Length == 3, "the command and its two children run", build);
        string[] running = File.ReadAllLines(pids);
        Assert.All(running, pid => Assert.True(Directory.Exists("/proc/" + pid)));

        TimeSpan killed = TestClock.Now;
        if (kill)
        {
            build.Kill();
        }
        else
        {
            build.Terminate();
        }

        Patience.Until(() => !running.Any(IsRunning), "they have ended");
        TestContext.Current.SendDiagnosticMessage($"command ended {(TestClock.Now - killed).TotalMilliseconds:0} ms after the signal");
        Assert.InRange(TestClock.Now - killed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        Tries().RunWell();
    }

    [Fact]
    public void A_daemon_that_the_command_leaves_behind_outlives_a_build_that_ends_well()
    {
        string pid = _folder.Below("pid");
        string command = _folder.Write("daemon.sh", $"""setsid sh -c 'echo $$ > "{pid}"; while [ -e "{pid}" ]; do sleep 0.05; done' > /dev/null 2>&1 & while [ ! -s "{pid}" ]; do sleep 0.02; done""");
        UserProject.Plain(_folder, "runs", $"<Target Name='Build'><ExecWithProcessLock Key='{_key}' Command='sh &quot;{command}&quot;' /></Target>").RunWell();

        Assert.True(IsRunning(File.ReadAllText(pid).Trim()));
        File.Delete(pid);
    }

    [Fact]
    public void A_build_in_the_command_enters_the_lock_and_does_not_give_it_away()
    {
        var inside = new Gate(_folder, "inside");
        UserProject nested = UserProject.Plain(_folder, "nested", new LockedTarget($"Key='{_key}'") { Settings = "Timeout='30s'" });
        UserProject outer = UserProject.Plain(_folder, "outer", $"<Target Name='Build'>{Locked($"""<Exec Command="dotnet msbuild &quot;{nested.File}&quot; -nologo -tl:off &amp;&amp; sh &quot;{_folder.Below("gate.sh")}&quot; &quot;{_folder.Below("inside")}&quot;" />""")}</Target>");

        using var held = HeldLock.By(outer, inside);
        Assert.True(held.Build.Lines.Any(l => l.Text.Contains("outputs|True|False", StringComparison.Ordinal)), string.Join('\n', held.Build.Lines));
        Tries().Run().AssertOneError("BL2001");
        held.Finish().AssertSuccess();
        Tries().RunWell();
    }

    [Theory]
    [MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public void A_build_that_waits_for_the_build_that_started_it_is_refused_at_once(string engine)
    {
        string attributes = $"Key='{_key}' Engine='{engine}'";
        UserProject nested = UserProject.Plain(_folder, "nested", new LockedTarget(attributes) { Settings = "Timeout='60s'" });
        UserProject outer = UserProject.Plain(_folder, "outer", new LockedTarget(attributes) { Inside = $"""<Exec Command="dotnet msbuild &quot;{nested.File}&quot; -nologo -tl:off -clp:NoSummary" IgnoreExitCode="true" IgnoreStandardErrorWarningFormat="true" />""" });

        BuildResult result = outer.Run();

        Assert.Contains("error BL2002", result.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("BL1001", result.Text, StringComparison.Ordinal);
        Assert.Single(result.Errors.Distinct(), "BL2002");
    }

    [Fact]
    public void An_acquired_lock_can_be_entered_by_its_token()
    {
        UserProject nested = UserProject.Plain(_folder, "nested", new LockedTarget($"Key='{_key}'") { Settings = "Timeout='30s'" });
        UserProject outer = UserProject.Plain(_folder, "outer", $"""
            <Target Name="Build">
              <AcquireProcessLock Key="{_key}"><Output TaskParameter="EntryToken" PropertyName="Token" /></AcquireProcessLock>
              <Exec Command="dotnet msbuild &quot;{nested.File}&quot; -nologo -tl:off" EnvironmentVariables="BUILDLOCK_ENTER=$(Token)" />
              <ReleaseProcessLock Key="{_key}" />
            </Target>
            """);
        BuildResult result = outer.RunWell();
        Assert.Empty(result.Warnings);
        Assert.Contains("outputs|True|False", result.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void In_threads_of_one_process_commands_run_in_their_own_projects_folders()
    {
        _folder.Create("a");
        _folder.Create("b");
        var start = new Gate(_folder, "start");
        string target = $"<Target Name='Build'>{start.Task}<ExecWithProcessLock Key='{_key}' Command='pwd &gt; where.txt' /></Target>";
        UserProject.Plain(_folder, "a/One", target);
        UserProject.Plain(_folder, "b/Two", target);
        UserProject all = UserProject.Raw(_folder, "all.proj", "<Project><Target Name='Build'><MSBuild Projects='a/One.proj;b/Two.proj' BuildInParallel='true' /></Target></Project>");

        using Build build = all.Given("-mt", "-m:2").Start();
        start.WaitUntilReached(2, build);
        start.Open();
        build.WaitForEnd().AssertSuccess();
        Assert.EndsWith("/a", File.ReadAllText(_folder.Below("a", "where.txt")).Trim(), StringComparison.Ordinal);
        Assert.EndsWith("/b", File.ReadAllText(_folder.Below("b", "where.txt")).Trim(), StringComparison.Ordinal);
    }

    private static bool RunsScript(string process, string script)
    {
        try
        {
            return File.ReadAllText(process + "/cmdline").Contains(script, StringComparison.Ordinal) && !File.ReadAllText(process + "/cmdline").Contains("dotnet", StringComparison.Ordinal);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // it has ended
        }
    }

    private string Locked(string exec) => exec.Replace("<Exec ", $"<ExecWithProcessLock Key='{_key}' ", StringComparison.Ordinal);

    private UserProject Tries() => UserProject.Plain(_folder, "tries", new LockedTarget($"Key='{_key}'") { Settings = "Timeout='0'" });

    // A killed process that nobody has asked for yet is still in the list, as a zombie.
    private static bool IsRunning(string pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/stat") is var stat && stat[stat.LastIndexOf(')') + 2] is not ('Z' or 'X');
        }
        catch (IOException)
        {
            return false;
        }
    }
}
