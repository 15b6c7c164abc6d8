using System;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Xunit;

namespace BuildLock.Cli.Tests;

public sealed class WhoTests : CliTest
{
    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Who_names_holder_and_waiters_in_order(string engine)
    {
        await using Holder held = await HoldAsync(engine);
        await using CliProcess first = Run(On(engine), "true");
        await first.SaysAsync("BL1001", Deadline);
        await using CliProcess second = Run([.. On(engine), "--description", "later"], "true");
        await second.SaysAsync("BL1001", Deadline);

        CliResult text = await WhoAsync(engine);
        Assert.Equal(0, text.Code);
        Assert.StartsWith($"{engine}: held for ", text.Output, StringComparison.Ordinal);
        Assert.Contains($"'buildlock run {Key} -- bash", text.Output, StringComparison.Ordinal);
        Assert.Contains("the test", text.Output, StringComparison.Ordinal);

        using var json = JsonDocument.Parse((await WhoAsync(engine, "--json")).Output);
        JsonElement sight = Assert.Single(json.RootElement.EnumerateArray());
        Assert.Equal((Key, engine, "held", held.Process.Id), (sight.GetProperty("key").GetString(), sight.GetProperty("engine").GetString(), sight.GetProperty("state").GetString(), sight.GetProperty("holder").GetProperty("pid").GetInt32()));
        Assert.Equal([first.Id, second.Id], sight.GetProperty("waiters").EnumerateArray().Select(waiter => waiter.GetProperty("pid").GetInt32()));
    }

    /// <summary>Who looks must not stand in the line: others would move.</summary>
    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Looking_takes_no_place_in_the_line(string engine)
    {
        await using Holder held = await HoldAsync(engine);
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(0, (await WhoAsync(engine)).Code);
        }

        await using CliProcess waiter = Run(On(engine), "true");
        await waiter.SaysAsync("You are 1st in line.", Deadline);
        await held.ReleaseAsync(Deadline);
        Assert.Equal(0, (await waiter.ResultAsync(Deadline)).Code);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Nobody_is_1(string engine)
    {
        CliResult never = await WhoAsync(engine);
        Assert.Equal((1, $"Nobody holds '{Key}'.\n"), (never.Code, never.Output));
        Assert.Equal(0, (await RunAsync(On(engine), "true")).Code);
        Assert.Equal(1, (await WhoAsync(engine)).Code);
        Assert.Equal("[]\n", (await WhoAsync(engine, "--json")).Output);
    }

    [Theory]
    [InlineData("lockdir")]
    [InlineData("lockfile")]
    [InlineData("oslock")]
    public async Task What_a_killed_run_left_is_free_and_says_whose_it_was(string engine)
    {
        await using Holder held = await HoldAsync(engine);
        held.Process.Signal("KILL");
        await held.Process.EndsAsync(Deadline);

        CliResult result = await WhoAsync(engine);
        Assert.Equal(1, result.Code);
        Assert.StartsWith($"{engine}: free, left behind by 'buildlock run {Key}", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_an_engine_all_are_asked()
    {
        await using Holder held = await HoldAsync("lockfile");
        CliResult result = await CliProcess.RunAsync(Deadline, "who", Key, "--lock-directory", Locks);

        Assert.Equal(0, result.Code);
        Assert.StartsWith("lockfile: held for ", result.Output, StringComparison.Ordinal);
    }

    /// <summary>A secret lets children in; who holds is shown to every user.</summary>
    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Json_shows_no_secret(string engine)
    {
        using LockHandle held = ProcessLock.Acquire(Key, new LockOptions { Engine = engine, LockDirectory = LocksOf(engine) }, Deadline);
        string secret = held.EntryToken[(held.EntryToken.LastIndexOf(':') + 1)..];
        Assert.True(secret.Length >= 32, held.EntryToken);
        CliResult result = await CliProcess.RunAsync(Deadline, ["who", Key, "--json", .. On(engine)]);

        Assert.Contains(held.Holder.Id, result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stopped_holder_is_not_taken_for_nobody()
    {
        await using Holder held = await HoldAsync();
        held.Process.Signal("STOP");
        try
        {
            CliResult result = await WhoAsync("port-quorum");
            Assert.Equal(0, result.Code);
            Assert.StartsWith("port-quorum: somebody has it and does not answer: 127.83.", result.Output, StringComparison.Ordinal);
            Assert.Contains($"pid {held.Process.Id}", result.Output, StringComparison.Ordinal);
        }
        finally
        {
            held.Process.Signal("CONT");
        }
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Wait_returns_when_it_is_free_and_takes_nothing(string engine)
    {
        await using Holder held = await HoldAsync(engine);
        await using CliProcess wait = CliProcess.Start(["wait", Key, .. On(engine)]);
        await wait.SaysAsync("BL1001: Waiting for lock", Deadline);
        Assert.Contains("the test", wait.Errors, StringComparison.Ordinal);

        held.Process.Signal("KILL");
        Assert.Equal(0, (await wait.ResultAsync(Deadline)).Code);

        // Whoever takes it next still learns how the last hold ended.
        var options = new LockOptions { Engine = engine, LockDirectory = LocksOf(engine), Timeout = TimeSpan.FromSeconds(10) };
        using LockHandle next = ProcessLock.Acquire(Key, options, Deadline);
        Assert.True(engine == "port-quorum" || next.PreviousOutcome == PreviousOutcome.Abandoned);
    }

    [Fact]
    public async Task Wait_gives_up_with_75_and_ends_on_a_signal()
    {
        await using Holder held = await HoldAsync();
        CliResult late = await CliProcess.RunAsync(Deadline, "wait", Key, "--timeout", "200ms");
        Assert.Equal(75, late.Code);
        Assert.StartsWith("BL2001: Gave up", late.Errors, StringComparison.Ordinal);

        await using CliProcess wait = CliProcess.Start("wait", Key);
        await wait.SaysAsync("BL1001", Deadline);
        wait.Signal("TERM");
        Assert.Equal(143, (await wait.ResultAsync(Deadline)).Code);
    }

    [Fact]
    public async Task Wait_for_what_nobody_ever_locked_returns_at_once()
        => Assert.Equal(0, (await CliProcess.RunAsync(Deadline, "wait", Key, "--timeout", "0")).Code);

    private Task<CliResult> WhoAsync(string engine, params string[] more) => CliProcess.RunAsync(Deadline, ["who", Key, .. On(engine), .. more]);
}
