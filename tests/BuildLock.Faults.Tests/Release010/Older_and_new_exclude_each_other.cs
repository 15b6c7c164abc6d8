using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using BuildLock.Conformance.Children;
using BuildLock.Faults.Tests.Machine;
using Xunit;

namespace BuildLock.Faults.Tests.Release010;

/// <summary>Release 0.1.0 keeps a queue of connections, this version one of the kernel's: what excludes is the engine, in both.</summary>
public sealed class Older_and_new_exclude_each_other : FaultTest
{
    // An older waiter looks each second, a newer one behind a closed gate each four.
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    public static TheoryData<string, bool> EitherWay { get; } = new(
        AllEngines.SelectMany(row => new[] { true, false }.Select(isOldFirst => (row.Data, isOldFirst))));

    [Fact]
    public void The_core_is_that_of_the_release()
    {
        string? version = FileVersionInfo.GetVersionInfo(OlderRelease.Core).ProductVersion;
        Assert.StartsWith("0.1.0+028d0c4", version, StringComparison.Ordinal);
        Assert.NotEqual(version, FileVersionInfo.GetVersionInfo(typeof(ProcessLock).Assembly.Location).ProductVersion);
    }

    [Theory]
    [MemberData(nameof(EitherWay))]
    public async Task A_holder_of_one_keeps_the_other_out_until_it_releases(string engine, bool isOldFirst)
    {
        Child first = await StartAsync(isOldFirst ? Older() : null);
        Child second = await StartAsync(isOldFirst ? null : Older());
        await HoldAsync(first, Options(engine));

        for (int turn = 0; turn < 3; turn++)
        {
            Assert.Equal("busy", (await TryAsync(second, Options(engine))).Word);
        }

        Line busy = await second.Call("acquire", Words(Options(engine, timeout: TimeSpan.Zero))).NextAsync();
        Assert.Equal("BL2001", busy["code"]);
        AssertNames(first, busy, engine, isOldFirst);

        await ReleaseAsync(first);
        Assert.Equal("held", (await TryAsync(second, Options(engine))).Word);
        Assert.Equal("busy", (await TryAsync(first, Options(engine))).Word);
    }

    [Theory]
    [MemberData(nameof(EitherWay))]
    public async Task A_waiter_of_one_gets_it_from_a_holder_of_the_other(string engine, bool isOldFirst)
    {
        (Child holder, Child waiter) = await PairAsync(engine, isOldFirst);
        Call waits = waiter.Call("acquire", Words(Options(engine)));
        Line waiting = await waits.NextAsync();
        Assert.Equal("waiting", waiting.Word);
        AssertNames(holder, waiting, engine, isOldFirst);

        long start = Stopwatch.GetTimestamp();
        await ReleaseAsync(holder);
        await waits.UntilAsync("held");
        AssertSoon(engine, isOldFirst, "release", start);
        Assert.Equal("busy", (await TryAsync(holder, Options(engine))).Word);
    }

    [Theory]
    [MemberData(nameof(EitherWay))]
    public async Task A_waiter_of_one_gets_it_from_a_killed_holder_of_the_other(string engine, bool isOldFirst)
    {
        (Child holder, Child waiter) = await PairAsync(engine, isOldFirst);
        Call waits = waiter.Call("acquire", Words(Options(engine)));
        Assert.Equal("waiting", (await waits.NextAsync()).Word);

        long start = Stopwatch.GetTimestamp();
        holder.Kill();
        Line held = await waits.UntilAsync("held");
        AssertSoon(engine, isOldFirst, "kill -9", start);

        // Of an older port's holder nothing is left to tell how it ended. An older waiter takes the end of a newer one's answer for its
        // release, whatever it says.
        Assert.True(held["outcome"] == "Abandoned" || engine == "port-quorum", held.ToString());
    }

    [Theory]
    [MemberData(nameof(AllEngines))]
    public async Task No_addition_of_three_older_and_three_new_is_lost(string engine)
    {
        const int Rounds = 60;
        string file = Path.Combine(Folder, "number");
        Child[] children = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => StartAsync(i % 2 == 0 ? Older() : null)));
        await Task.WhenAll(children.Select(child => child
            .Call("increment", [.. Words(Options(engine, timeout: TimeSpan.FromMinutes(3))), ("file", file), ("rounds", Rounds.ToString())])
            .UntilAsync("done", TimeSpan.FromMinutes(4))));

        Assert.Equal(6 * Rounds, BitConverter.ToInt64(await File.ReadAllBytesAsync(file)));
    }

    [Theory]
    [MemberData(nameof(AllEngines))]
    public async Task Tokens_grow_across_the_versions(string engine)
    {
        Child older = await StartAsync(Older());
        Child newer = await StartAsync();
        long last = 0;
        for (int turn = 0; turn < 6; turn++)
        {
            Child child = turn % 2 == 0 ? older : newer;
            Line held = await HoldAsync(child, Options(engine));
            Assert.True(long.Parse(held["token"]) > last, $"Turn {turn}: {held["token"]} after {last}.");
            last = long.Parse(held["token"]);
            await ReleaseAsync(child);
        }
    }

    private static Launch Older() => new Launch().OfProgram(OlderRelease.Program);

    private static void AssertSoon(string engine, bool isOldFirst, string what, long start)
    {
        TimeSpan took = Stopwatch.GetElapsedTime(start);
        Note($"{engine}, {(isOldFirst ? "older to new" : "new to older")}: {what} to lock in {took.TotalMilliseconds:0} ms");
        Assert.True(took < Soon, $"It took {took}.");
    }

    // Who is in the way is known across the versions, but for an older one at a newer one's port: it hears the name, and then the end
    // that lets it look again.
    private static void AssertNames(Child holder, Line line, string engine, bool isOldFirst)
    {
        string? named = line.Has("holder") ? line["holder"] : null;
        Assert.True(named == holder.Id.ToString() || (named is null && engine == "port-quorum" && !isOldFirst), line.ToString());
    }

    private async Task<(Child Holder, Child Waiter)> PairAsync(string engine, bool isOldFirst)
    {
        Child holder = await StartHolderAsync(Options(engine), isOldFirst ? Older() : null);
        return (holder, await StartAsync(isOldFirst ? null : Older()));
    }
}
