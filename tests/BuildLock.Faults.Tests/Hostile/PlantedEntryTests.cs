using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using BuildLock.Conformance.Children;
using BuildLock.Engines.Inspection;
using BuildLock.Faults.Tests.Machine;
using Xunit;

namespace BuildLock.Faults.Tests.Hostile;

/// <summary>Entries that no holder made: they cost bounded work, or are refused with the name of whose they are.</summary>
public sealed class PlantedEntryTests : HostileTest
{
    [Theory]
    [InlineData("lockdir", "9223372036854775807")]
    [InlineData("lockfile", "9223372036854775807")]
    [InlineData("lockdir", "9007199254740993")]
    public async Task A_number_that_no_lock_has_counted_to_is_refused_with_its_owner(string engine, string number)
    {
        Child bob = await BobTakesItOnceAsync(engine);
        string folder = new Forged(Key, Options(engine)).Folder.FullPath;
        Run(Alice, $"cd '{folder}'; {(engine == "lockdir" ? $"mkdir {number}; touch {number}/released" : $"touch {number} {number}.released")}");
        string[] before = Directory.GetFileSystemEntries(folder);

        Line answer = await TryAsync(bob, Options(engine));

        Assert.True(answer.Word == "error" && answer["code"] == "BL2006", answer.ToString());
        Assert.Contains(number, answer["message"], StringComparison.Ordinal);
        Assert.Contains($"user {Alice}", answer["message"], StringComparison.Ordinal);
        Assert.Equal(before.Order(StringComparer.Ordinal), Directory.GetFileSystemEntries(folder).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(EnginesWithAge))]
    public async Task The_last_number_there_is_ends_in_an_error_and_not_below_zero(string engine)
    {
        Child bob = await BobTakesItOnceAsync(engine);
        string folder = new Forged(Key, Options(engine)).Folder.FullPath;
        const string Last = "9007199254740992"; // 2^53
        Run(Alice, $"cd '{folder}'; {(engine == "lockdir" ? $"mkdir {Last}; touch {Last}/released" : $"touch {Last} {Last}.released")}");

        Line answer = await TryAsync(bob, Options(engine));

        Assert.True(answer.Word == "error" && answer["code"] == "BL2006", answer.ToString());
        Assert.Contains($"user {Alice}", answer["message"], StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(EnginesWithAge))]
    public async Task Thousands_of_entries_cost_a_hold_no_more_than_some(string engine)
    {
        const int Planted = 3000;
        Child bob = await BobTakesItOnceAsync(engine);
        string folder = new Forged(Key, Options(engine)).Folder.FullPath;
        Run(Bob, $"cd '{folder}'; seq 2 {Planted} | xargs {(engine == "lockdir" ? "mkdir" : "touch")}");
        Run(Bob, $"cd '{folder}'; touch {Planted}{(engine == "lockdir" ? "/" : ".")}released");

        Assert.Equal("held", (await TryAsync(bob, Options(engine))).Word);
        await ReleaseAsync(bob);

        int left = Directory.GetFileSystemEntries(folder).Count(path => long.TryParse(Path.GetFileName(path), out long number) && number < Planted);
        Assert.InRange(left, Planted - 16, Planted);

        // What has just ended is deleted all the same: nothing grows.
        for (int i = 0; i < 5; i++)
        {
            Assert.Equal("held", (await TryAsync(bob, Options(engine))).Word);
            await ReleaseAsync(bob);
        }

        Assert.Single(Directory.GetFileSystemEntries(folder), path => long.TryParse(Path.GetFileName(path), out long number) && number > Planted);
    }

    [Theory]
    [MemberData(nameof(EnginesWithAge))]
    public async Task A_holder_of_another_user_is_believed_for_an_hour_at_most(string engine)
    {
        string entry = await PlantHolderAsync(engine, user: "dora");
        File.SetLastWriteTimeUtc(entry, DateTime.UtcNow - TimeSpan.FromHours(2));

        var forged = new Forged(Key, Options(engine));

        Assert.Equal(SightState.Silent, forged.Request.Engine.Inspector.Find(forged.Request).State);
    }

    [Theory]
    [MemberData(nameof(EnginesWithAge))]
    public async Task Who_calls_itself_another_user_is_named_by_its_file(string engine)
    {
        await PlantHolderAsync(engine, user: "root");
        Child carol = await StartAsync(As(Carol));

        Line answer = await carol.AskAsync("acquire", Words(Options(engine, timeout: TimeSpan.FromMilliseconds(200))));

        Assert.True(answer.Word == "error" && answer["code"] == "BL2001", answer.ToString());
        Assert.Contains($"root (by its file: user {Alice})", answer["message"], StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(EnginesWithAge))]
    public async Task Who_does_not_say_who_it_is_is_named_by_its_file(string engine)
    {
        Child bob = await BobTakesItOnceAsync(engine);
        string folder = new Forged(Key, Options(engine)).Folder.FullPath;
        Run(Alice, $"cd '{folder}'; {(engine == "lockdir" ? "mkdir 2; mkfifo 2/holder" : "mkfifo 2")}");

        Line answer = await bob.AskAsync("acquire", Words(Options(engine, timeout: TimeSpan.FromMilliseconds(200))));

        Assert.True(answer.Word == "error" && answer["code"] == "BL2001", answer.ToString());
        Assert.Contains($"user {Alice}", answer["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_in_the_place_of_a_mark_does_not_keep_a_released_lock()
    {
        Child bob = await StartHolderAsync(Options("lockfile"), As(Bob));
        Run(Alice, $"mkdir '{new Forged(Key, Options("lockfile")).Folder.EntryPath(1)}.released'");

        await bob.AskAsync("release", ("name", "it"));

        Child carol = await StartAsync(As(Carol));
        Assert.Equal("held", (await TryAsync(carol, Options("lockfile"))).Word);
    }

    // An entry of Alice's, of a process that nobody here sees.
    private async Task<string> PlantHolderAsync(string engine, string user)
    {
        await BobTakesItOnceAsync(engine);
        string folder = new Forged(Key, Options(engine)).Folder.FullPath;
        string file = engine == "lockdir" ? "2/holder" : "2";
        string since = DateTimeOffset.UtcNow.ToString("O", CultureInfo.InvariantCulture);
        string text = $"format: 1\\nid: 0badcafe\\npid: 1\\nstarted: 1\\nhost: another boot\\npidns: pid\\ncommand: make\\nuser: {user}\\nmachine: ci-07\\nsince: {since}\\nexpire-after: 9000000000000000000\\nend\\n";
        Run(Alice, $"cd '{folder}'; {(engine == "lockdir" ? "mkdir 2; " : string.Empty)}printf '{text}' > {file}");
        return Path.Combine(folder, file);
    }
}
