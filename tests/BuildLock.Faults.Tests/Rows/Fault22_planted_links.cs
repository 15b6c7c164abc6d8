using System;
using System.Diagnostics;
using System.IO;
using System.Threading.Tasks;
using BuildLock.Conformance.Children;
using BuildLock.Faults.Tests.Machine;
using Xunit;

namespace BuildLock.Faults.Tests.Rows;

/// <summary>Alice plants; Bob, in the same lock directory, must not be led anywhere.</summary>
public sealed class Fault22_planted_links : FaultTest
{
    private const string Precious = "precious";

    [Theory]
    [MemberData(nameof(EnginesOnDisk))]
    public async Task A_link_in_the_place_of_the_lock_is_not_followed(string engine)
    {
        Child bob = await StartAsync(As(Bob));
        string place = await PlaceAsync(engine);
        string target = BobsOwn(engine == "oslock");
        Plant("ln", "-s", target, place);

        Line answer = await TryAsync(bob, Options(engine));
        AssertUntouched(target);
        Assert.True(answer.Word == "error" && answer["code"] == "BL2006", answer.ToString());
    }

    [Fact]
    public async Task A_hard_link_in_the_place_of_the_lock_is_not_written_through()
    {
        // Made by root: where fs.protected_hardlinks is off, any user can.
        Child bob = await StartAsync(As(Bob));
        string place = await PlaceAsync("oslock");
        string target = BobsOwn(isFile: true);
        Run("ln", target, place);

        Line answer = await TryAsync(bob, Options("oslock"));
        AssertUntouched(target);
        Assert.Equal("BL2006", answer["code"]);
        Assert.Contains("hard link", answer["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_that_leads_nowhere_is_an_error_at_once()
    {
        Child bob = await StartAsync(As(Bob));
        string place = await PlaceAsync("oslock");
        Run("ln", "-s", Path.Combine(Folder, "nothing"), place); // made by root: fs.protected_symlinks keeps others from following one of Alice's

        Line answer = await bob.Call("try", Words(Options("oslock"))).NextAsync(TimeSpan.FromSeconds(10));
        Assert.True(answer.Word == "error" && answer["code"] == "BL2006", answer.ToString());
        Assert.False(Path.Exists(Path.Combine(Folder, "nothing")));
    }

    [Fact]
    public async Task A_second_name_of_the_lock_itself_takes_nothing_from_its_holder()
    {
        Child bob = await StartHolderAsync(Options("oslock", expireAfter: 0.6), As(Bob));
        string place = Assert.Single(Directory.GetFileSystemEntries(Locks));
        Run("ln", place, Path.Combine(Folder, "second"));

        // Longer than a holder takes to look after its file.
        Assert.Equal(bob.Id, AssertBusy(Options("oslock"), seconds: 1).Holder?.ProcessId);
        await ReleaseAsync(bob);
        Assert.Equal("held", (await TryAsync(bob, Options("oslock"))).Word);
    }

    [Theory]
    [InlineData("lockdir", false)]
    [InlineData("lockdir", true)]
    [InlineData("lockfile", false)]
    [InlineData("lockfile", true)]
    public async Task A_link_in_the_place_of_the_next_entry_is_not_followed(string engine, bool dangling)
    {
        Child carol = await StartHolderAsync(Options(engine), As(Carol));
        await ReleaseAsync(carol);
        string target = dangling ? Path.Combine(Folder, "nothing") : BobsOwn(isFile: engine == "lockfile");
        Plant("ln", "-s", target, new Forged(Key, Options(engine)).Folder.EntryPath(2));
        Child bob = await StartAsync(As(Bob));

        await TryAsync(bob, Options(engine));

        Assert.True(!dangling || !Path.Exists(target), "Something was made where the link leads.");
        if (!dangling)
        {
            AssertUntouched(target);
        }
    }

    [Theory]
    [MemberData(nameof(EnginesWithAge))]
    public async Task A_pipe_in_the_place_of_a_holders_text_does_not_hang(string engine)
    {
        Child carol = await StartHolderAsync(Options(engine), As(Carol));
        await ReleaseAsync(carol);
        var forged = new Forged(Key, Options(engine));
        string entry = forged.Folder.EntryPath(2);
        if (engine == "lockdir")
        {
            Plant("mkdir", entry);
        }

        Plant("mkfifo", forged.HolderFile(2));
        Child bob = await StartAsync(As(Bob));

        // Whatever the answer is, it comes: opening a pipe to read waits for somebody who writes.
        await bob.Call("try", Words(Options(engine))).NextAsync(TimeSpan.FromSeconds(10));
    }

    private static Launch As(int user) => new Launch().AsUser(user);

    private static void Plant(params string[] command)
        => Run(["setpriv", $"--reuid={Alice}", $"--regid={Alice}", "--clear-groups", .. command]);

    private static void Run(params string[] command)
    {
        using Process process = Process.Start(command[0], command[1..]);
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, string.Join(' ', command) + " failed.");
    }

    // Where the lock's own file or folder will be; its directory is there and Alice may write to it.
    private async Task<string> PlaceAsync(string engine)
    {
        Child carol = await StartHolderAsync(Options(engine), As(Carol));
        await ReleaseAsync(carol);
        string place = Assert.Single(Directory.GetFileSystemEntries(Locks));
        Run("rm", "-r", place);
        return place;
    }

    private string BobsOwn(bool isFile)
    {
        string target = Path.Combine(Folder, "bobs");
        if (isFile)
        {
            File.WriteAllText(target, Precious);
        }
        else
        {
            Directory.CreateDirectory(Path.Combine(target, "0"));
        }

        Run("chown", "-R", $"{Bob}:{Bob}", target);
        return target;
    }

    private static void AssertUntouched(string target)
    {
        if (File.Exists(target))
        {
            Assert.Equal(Precious, PlainFile.Read(target));
        }
        else
        {
            Assert.Equal("0", Path.GetFileName(Assert.Single(Directory.GetFileSystemEntries(target))));
            Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(target, "0")));
        }
    }
}
