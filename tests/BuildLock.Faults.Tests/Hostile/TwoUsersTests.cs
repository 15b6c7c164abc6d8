using System;
using System.Globalization;
using System.IO;
using System.Threading.Tasks;
using BuildLock.Conformance.Children;
using BuildLock.Faults.Tests.Machine;
using Xunit;

namespace BuildLock.Faults.Tests.Hostile;

/// <summary>Two users take one lock in turn: the files of one are not the other's to write.</summary>
public sealed class TwoUsersTests : FaultTest
{
    [Theory]
    [MemberData(nameof(AllEngines))]
    public async Task Tokens_grow_and_the_end_of_the_other_ones_hold_is_known(string engine)
    {
        Child[] users = [await StartAsync(As(Alice)), await StartAsync(As(Bob))];
        long last = 0;
        for (int turn = 0; turn < 8; turn++)
        {
            Child user = users[turn % 2];
            Child other = users[1 - (turn % 2)];
            Line held = await HoldAsync(user, Options(engine));
            Assert.True(Number(held, "token") > last, $"Turn {turn}: {held} after {last}.");
            last = Number(held, "token");
            Assert.Equal(turn == 0 ? "None" : "Released", held["outcome"]);
            Assert.True(turn == 0 || held["previous"] == other.Id.ToString(), held.ToString());

            // Who is in the way is read from a record that belongs to the one who wrote it.
            Line busy = await other.Call("acquire", Words(Options(engine, timeout: TimeSpan.Zero))).NextAsync();
            Assert.Equal(("BL2001", user.Id.ToString()), (busy["code"], busy["holder"]));
            await ReleaseAsync(user);
        }
    }

    [Theory]
    [MemberData(nameof(AllEngines))]
    public async Task A_newcomer_that_had_not_waited_is_told_of_the_other_ones_death(string engine)
    {
        Child alice = await StartHolderAsync(Options(engine), As(Alice)); // makes the gate
        await ReleaseAsync(alice);
        Child bob = await StartHolderAsync(Options(engine), As(Bob));
        bob.Kill();
        await bob.WaitForExitAsync();

        Line held = await HoldAsync(alice, Options(engine));
        Assert.Equal(("Abandoned", bob.Id.ToString()), (held["outcome"], held["previous"]));
        alice.Kill();
        await alice.WaitForExitAsync();

        Child carol = await StartAsync(As(Carol));
        held = await HoldAsync(carol, Options(engine));
        Assert.Equal(("Abandoned", alice.Id.ToString()), (held["outcome"], held["previous"]));
    }

    [Fact]
    public async Task The_one_whose_gate_it_is_not_writes_a_record_of_its_own()
    {
        LockOptions options = Options("port-quorum");
        Child alice = await StartHolderAsync(options, As(Alice));
        string folder = QueuePlace.Of(Key, options);
        Assert.False(Directory.Exists(Path.Combine(folder, "holders")), "One user alone needs no folder of records.");
        await ReleaseAsync(alice);
        await StartHolderAsync(options, As(Bob));

        Assert.Equal(Bob.ToString(CultureInfo.InvariantCulture), Path.GetFileName(Assert.Single(Directory.GetFiles(Path.Combine(folder, "holders")))));
    }

    [Theory]
    [MemberData(nameof(AllEngines))]
    public async Task Tokens_grow_though_the_clock_was_set_back_for_days(string engine)
    {
        using var clock = new JumpingClock(Folder);
        clock.Jump(TimeSpan.FromDays(10));
        Child ahead = await StartHolderAsync(Options(engine), clock.Applied(As(Alice)));
        long first = Number(await AgainAsync(ahead, engine), "token");
        await ReleaseAsync(ahead);
        clock.Jump(TimeSpan.FromDays(-10));

        Child behind = await StartAsync(clock.Applied(As(Bob)));
        Line held = await HoldAsync(behind, Options(engine));
        Assert.True(Number(held, "token") > first, $"{held} after {first}.");
        await ReleaseAsync(behind);
        Assert.True(Number(await HoldAsync(ahead, Options(engine)), "token") > Number(held, "token"));
    }

    private static Launch As(int user) => new Launch().AsUser(user);

    private static long Number(Line line, string name) => long.Parse(line[name], CultureInfo.InvariantCulture);

    private async Task<Line> AgainAsync(Child child, string engine)
    {
        await ReleaseAsync(child);
        return await HoldAsync(child, Options(engine));
    }
}
