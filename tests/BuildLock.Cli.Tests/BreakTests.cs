using System;
using System.Text.Json;
using System.Threading.Tasks;
using Xunit;

namespace BuildLock.Cli.Tests;

public sealed class BreakTests : CliTest
{
    [Theory]
    [InlineData("lockdir")]
    [InlineData("lockfile")]
    public async Task A_living_holder_keeps_it_unless_forced_and_then_learns_that_it_is_lost(string engine)
    {
        await using Holder held = await HoldAsync(engine, "--expire-after", "1200ms");
        string id = await IdAsync(engine);

        CliResult refused = await BreakAsync(engine, "--id", id);
        Assert.Equal(75, refused.Code);
        Assert.StartsWith($"BL4004: Lock '{Key}' was not broken: its holder lives", refused.Errors, StringComparison.Ordinal);
        Assert.Contains($"kill {held.Process.Id}.", refused.Errors, StringComparison.Ordinal);

        CliResult broken = await BreakAsync(engine, "--id", id[..4], "--force");
        Assert.Equal((0, string.Empty), (broken.Code, broken.Errors));
        Assert.StartsWith($"Broke lock '{Key}' ({engine})", broken.Output, StringComparison.Ordinal);

        CliResult lost = await held.Process.ResultAsync(Deadline);
        Assert.Equal(70, lost.Code);
        Assert.Contains("(broken by 'buildlock break", lost.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("lockdir")]
    [InlineData("lockfile")]
    public async Task Whoever_waits_gets_a_broken_lock_and_is_warned(string engine)
    {
        await using Holder held = await HoldAsync(engine);
        await using CliProcess waiter = Run(On(engine), AtGate());
        await waiter.SaysAsync("BL1001", Deadline);

        Assert.Equal(0, (await BreakAsync(engine, "--id", await IdAsync(engine), "--force")).Code);
        (await InsideAsync(waiter)).Go();
        CliResult result = await waiter.ResultAsync(Deadline);
        Assert.Equal(0, result.Code);
        Assert.Contains("BL1002: Took lock", result.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("lockdir", false)]
    [InlineData("lockfile", false)]
    [InlineData("lockdir", true)]
    [InlineData("lockfile", true)]
    public async Task A_run_that_ends_before_it_looks_is_told_by_its_release(string engine, bool taken)
    {
        await using Holder held = await HoldAsync(engine);
        Assert.Equal(0, (await BreakAsync(engine, "--id", await IdAsync(engine), "--force")).Code);
        if (taken)
        {
            Assert.Equal(0, (await RunAsync(On(engine), "true")).Code);
        }

        CliResult result = await held.ReleaseAsync(Deadline);
        Assert.Equal(70, result.Code);
        Assert.StartsWith("BL1005: Releasing lock", result.Errors, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync([.. On(engine), "--timeout", "0"], "true")).Code);
    }

    [Theory]
    [InlineData("port-quorum")]
    [InlineData("oslock")]
    public async Task What_the_operating_system_holds_is_refused_with_the_way_out(string engine)
    {
        await using Holder held = await HoldAsync(engine);
        CliResult result = await BreakAsync(engine, "--id", await IdAsync(engine), "--force");

        Assert.Equal(69, result.Code);
        Assert.StartsWith($"BL4004: Lock '{Key}' was not broken: with '{engine}' the operating system", result.Errors, StringComparison.Ordinal);
        Assert.Contains($"kill {held.Process.Id}.", result.Errors, StringComparison.Ordinal);
        Assert.Equal(0, (await held.ReleaseAsync(Deadline)).Code);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Another_id_breaks_nothing(string engine)
    {
        await using Holder held = await HoldAsync(engine);
        CliResult result = await BreakAsync(engine, "--id", "zzzz", "--force");

        Assert.Equal(75, result.Code);
        Assert.Contains("no hold of it has the id 'zzzz'", result.Errors, StringComparison.Ordinal);
        Assert.Contains($"--id {await IdAsync(engine)}", result.Errors, StringComparison.Ordinal);
        Assert.Equal(0, (await held.ReleaseAsync(Deadline)).Code);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_free_lock_needs_no_breaking(string engine)
    {
        CliResult result = await BreakAsync(engine, "--id", "abcd");
        Assert.Equal((0, $"Nothing to break: nobody holds '{Key}'.\n"), (result.Code, result.Output));
    }

    [Fact]
    public async Task Bad_input()
    {
        CliResult missing = await BreakAsync("lockdir");
        Assert.Equal(64, missing.Code);
        Assert.StartsWith("BL4001: ", missing.Errors, StringComparison.Ordinal);
        CliResult shorter = await BreakAsync("lockdir", "--id", "ab");
        Assert.Equal(64, shorter.Code);
        Assert.StartsWith("BL3007: --id 'ab'", shorter.Errors, StringComparison.Ordinal);
        Assert.Equal(64, (await CliProcess.RunAsync(Deadline, "break", "--id", "abcd")).Code);
    }

    private async Task<string> IdAsync(string engine)
    {
        using var json = JsonDocument.Parse((await CliProcess.RunAsync(Deadline, ["who", Key, .. On(engine), "--json"])).Output);
        return json.RootElement[0].GetProperty("holder").GetProperty("id").GetString()!;
    }

    private Task<CliResult> BreakAsync(string engine, params string[] more) => CliProcess.RunAsync(Deadline, ["break", Key, .. On(engine), .. more]);
}
