using System;
using System.IO;
using System.Threading.Tasks;
using BuildLock.BuildProcesses;
using Xunit;

namespace BuildLock.Cli.Tests;

public sealed class TurnTests : CliTest
{
    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Two_runs_take_turns(string engine) => await TakeTurnsAsync(["run", Key, .. On(engine)]);

    [Fact]
    public async Task Two_runs_on_a_folder_take_turns_however_its_path_is_written()
    {
        string real = Directory.CreateDirectory(Path.Combine(Folder, "out")).FullName;
        string link = Path.Combine(Folder, "link");
        Directory.CreateSymbolicLink(link, real);
        await TakeTurnsAsync(["run", "--folder", real], ["run", "--folder", link]);
        Assert.True(Directory.Exists(Path.Combine(Folder, ".out.buildlock")));
    }

    [Fact]
    public async Task Runs_of_other_namespaces_and_scopes_do_not_wait()
    {
        await using CliProcess first = Run([], AtGate());
        Gate.Visitor inside = await InsideAsync(first);
        await using CliProcess other = Run(["--namespace", "other"], AtGate());
        Gate.Visitor otherInside = await InsideAsync(other);
        await using CliProcess user = Run(["--scope", "user"], AtGate());
        Gate.Visitor userInside = await InsideAsync(user);

        inside.Go();
        otherInside.Go();
        userInside.Go();
        Assert.Equal((0, 0, 0), (await first.EndsAsync(Deadline), await other.EndsAsync(Deadline), await user.EndsAsync(Deadline)));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Code_finds_a_run_in_its_way(string engine)
    {
        await using Holder held = await HoldAsync(engine);
        var options = new LockOptions { Engine = engine, LockDirectory = LocksOf(engine), Timeout = TimeSpan.Zero };

        LockTimeoutException busy = Assert.Throws<LockTimeoutException>(() => ProcessLock.Acquire(Key, options, Deadline));
        Assert.Equal(held.Process.Id, busy.Holder!.ProcessId);
        Assert.Contains($"run {Key} -- bash", busy.Message, StringComparison.Ordinal);
        Assert.Equal(0, (await held.ReleaseAsync(Deadline)).Code);
        ProcessLock.Acquire(Key, options, Deadline).Release();
    }

    private async Task TakeTurnsAsync(string[] arguments, string[]? others = null)
    {
        await using CliProcess first = CliProcess.Start([.. arguments, "--", .. AtGate()]);
        Gate.Visitor inside = await InsideAsync(first);
        await using CliProcess second = CliProcess.Start([.. others ?? arguments, "--", .. AtGate()]);
        await second.SaysAsync("BL1001: Waiting for lock", Deadline);
        Assert.False(Gate.HasArrivals);
        Assert.Contains($"in {Environment.CurrentDirectory}", second.Errors, StringComparison.Ordinal);

        inside.Go();
        (await InsideAsync(second)).Go();
        Assert.Equal((0, 0), ((await first.ResultAsync(Deadline)).Code, (await second.ResultAsync(Deadline)).Code));
        Assert.Equal(1, Gate.Most);
    }
}
