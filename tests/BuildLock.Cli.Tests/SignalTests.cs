using System;
using System.IO;
using System.Threading.Tasks;
using BuildLock.BuildProcesses;
using Xunit;

namespace BuildLock.Cli.Tests;

public sealed class SignalTests : CliTest
{
    [Theory]
    [InlineData("TERM", 143)]
    [InlineData("INT", 130)]
    [InlineData("HUP", 129)]
    public async Task A_signal_ends_a_wait(string signal, int code)
    {
        await using Holder held = await HoldAsync();
        await using CliProcess run = Run([], "touch", Path.Combine(Folder, "ran"));
        await run.SaysAsync("BL1001", Deadline);

        run.Signal(signal);
        Assert.Equal(code, (await run.ResultAsync(Deadline)).Code);
        Assert.False(File.Exists(Path.Combine(Folder, "ran")));
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    [InlineData("QUIT")]
    [InlineData("HUP")]
    public async Task A_signal_is_passed_on_and_the_command_decides(string signal)
    {
        // The shell hears a signal between two commands: the wait is cut short and comes after the trap is set.
        await using CliProcess run = Run([], AtGate($"trap 'exit 5' {signal}; "));
        await InsideAsync(run);

        run.Signal(signal);
        Assert.Equal(5, (await run.ResultAsync(Deadline)).Code);
        Assert.NotNull(ProcessLock.TryAcquire(Key));
    }

    [Theory]
    [InlineData("TERM", 143)]
    [InlineData("INT", 130)]
    public async Task A_command_that_a_signal_ends_ends_the_run_with_the_shells_code(string signal, int code)
    {
        await using CliProcess run = Run([], "python3", "-c", $"import signal,socket; signal.signal(signal.SIGINT, signal.SIG_DFL); s=socket.create_connection(('127.0.0.1',{Gate.Port})); s.send(b'python\\n'); s.recv(9)");
        await InsideAsync(run);

        run.Signal(signal);
        Assert.Equal(code, (await run.ResultAsync(Deadline)).Code);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Killing_the_run_kills_the_command_and_frees_the_lock(string engine)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The parent-death signal is Linux's.");
        await using CliProcess run = Run(On(engine), AtGate("trap '' TERM INT HUP; "));
        Gate.Visitor inside = await InsideAsync(run);

        run.Signal("KILL");
        await IsGoneAsync(inside.Name);
        Assert.Equal(137, await run.EndsAsync(Deadline));
        using LockHandle next = ProcessLock.Acquire(Key, new LockOptions { Engine = engine, LockDirectory = LocksOf(engine), Timeout = TimeSpan.FromSeconds(20) }, Deadline);
        Assert.True(engine == "port-quorum" || next.PreviousOutcome == PreviousOutcome.Abandoned);
    }

    [Fact]
    public async Task A_signal_that_was_ignored_stays_ignored()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "env --ignore-signal is GNU's.");
        await using CliProcess run = CliProcess.StartCommand([], ["env", "--ignore-signal=HUP", .. CliProcess.Command, "run", Key, "--", .. AtGate()]);
        Gate.Visitor inside = await InsideAsync(run);

        run.Signal("HUP");
        run.Signal("HUP");
        inside.Go();
        Assert.Equal(0, (await run.ResultAsync(Deadline)).Code);
    }
}
