using System;
using System.Diagnostics;
using System.Globalization;
using System.Threading;
using BuildLock.Identity;
using Xunit;

namespace BuildLock.Tests.Identity;

public sealed class ProcessLivenessTests
{
    private static ProcessIdentity Here => ProcessIdentity.Current;

    [Fact]
    public void This_process_is_alive() => Assert.Equal(Liveness.Alive, ProcessLiveness.Of(Here));

    [Fact]
    public void A_child_is_alive_until_it_ends_and_dead_after()
    {
        using Process child = StartUntilInputEnds();
        var identity = Child(child.Id);

        Assert.Equal(Liveness.Alive, ProcessLiveness.Of(identity));

        child.StandardInput.Close();
        child.WaitForExit();

        Assert.Equal(Liveness.Dead, ProcessLiveness.Of(identity));
    }

    [Fact]
    public void A_child_that_ended_and_was_not_asked_for_is_dead()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Where there is no /proc, a zombie cannot be told from a process.");

        // The shell starts a child and becomes cat, which never asks after it. The line that comes back is from cat: from
        // then on nobody collects the child, and when it is killed it stays a zombie.
        using var parent = Process.Start(new ProcessStartInfo("sh", ["-c", "sleep 300 >/dev/null & echo $!; exec cat"]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true })!;
        int zombie = int.Parse(parent.StandardOutput.ReadLine()!, CultureInfo.InvariantCulture);
        parent.StandardInput.WriteLine("cat?");
        Assert.Equal("cat?", parent.StandardOutput.ReadLine());
        using (var child = Process.GetProcessById(zombie))
        {
            child.Kill();
        }

        Assert.True(SpinWait.SpinUntil(() => ProcessStart.ReadStat(zombie) is { State: 'Z' }, TimeSpan.FromSeconds(10)), "the child became no zombie");

        Liveness liveness = ProcessLiveness.Of(Child(zombie));
        parent.StandardInput.Close();
        parent.WaitForExit();

        Assert.Equal(Liveness.Dead, liveness);
    }

    [Fact]
    public void Another_start_time_is_another_process_whose_id_was_given_out_again()
        => Assert.Equal(Liveness.Dead, ProcessLiveness.Of(Copy(Here.Started + "0", Here.Host, Here.PidNamespace)));

    [Theory]
    [InlineData("another boot", null, null)]
    [InlineData("", null, null)]
    [InlineData(null, "pid:[1]", null)]
    [InlineData(null, null, "")]
    public void Of_what_cannot_be_seen_nothing_is_known(string? host, string? pidNamespace, string? started)
        => Assert.Equal(Liveness.Unknown, ProcessLiveness.Of(Copy(started ?? Here.Started, host ?? Here.Host, pidNamespace ?? Here.PidNamespace)));

    [Fact]
    public void A_dead_process_elsewhere_is_not_called_dead()
        => Assert.Equal(Liveness.Unknown, ProcessLiveness.Of(Copy("1", "another boot", Here.PidNamespace)));

    [Fact]
    public void The_start_of_a_process_does_not_change()
    {
        Assert.NotEmpty(Here.Started);
        Assert.Equal(Here.Started, ProcessStart.Of(Environment.ProcessId));
    }

    private static Process StartUntilInputEnds()
        => Process.Start(new ProcessStartInfo(OperatingSystem.IsWindows() ? "sort" : "cat") { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true })!;

    private static ProcessIdentity Child(int id)
        => new() { Id = id, Started = ProcessStart.Of(id)!, Host = Here.Host, PidNamespace = Here.PidNamespace };

    private static ProcessIdentity Copy(string started, string host, string pidNamespace)
        => new() { Id = Here.Id, Started = started, Host = host, PidNamespace = pidNamespace };
}
