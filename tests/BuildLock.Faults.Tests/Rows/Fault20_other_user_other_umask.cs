using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using BuildLock.Conformance.Children;
using BuildLock.Faults.Tests.Machine;
using Xunit;

namespace BuildLock.Faults.Tests.Rows;

public sealed class Fault20_other_user_other_umask : FaultTest
{
    [Theory]
    [InlineData("port-quorum", "022")]
    [InlineData("lockdir", "022")]
    [InlineData("lockfile", "022")]
    [InlineData("oslock", "022")]
    [InlineData("lockdir", "077")]
    [InlineData("lockfile", "077")]
    [InlineData("oslock", "077")]
    public async Task Two_users_take_turns_in_the_machines_scope(string engine, string umask)
    {
        Child alice = await StartHolderAsync(Options(engine), As(Alice, umask));
        Child bob = await StartAsync(As(Bob, umask));

        // Each waits for the other once, and reads whom for.
        LockOptions once = Options(engine, timeout: TimeSpan.Zero);
        Line busy = await bob.Call("acquire", Words(once)).NextAsync();
        Assert.Equal(("BL2001", alice.Id.ToString()), (busy["code"], busy["holder"]));
        Call waits = bob.Call("acquire", Words(Options(engine)));
        Assert.Equal("waiting", (await waits.NextAsync()).Word);
        await ReleaseAsync(alice);
        await waits.UntilAsync("held");

        busy = await alice.Call("acquire", Words(once)).NextAsync();
        Assert.Equal(("BL2001", bob.Id.ToString()), (busy["code"], busy["holder"]));
        bob.Kill();
        await bob.WaitForExitAsync();
        Assert.Equal("held", (await TryAsync(alice, Options(engine))).Word);
    }

    [Theory]
    [MemberData(nameof(EnginesOnDisk))]
    public async Task What_two_users_leave_does_not_pile_up(string engine)
    {
        // The folder is a third user's, so that neither may delete what the other left.
        Child carol = await StartHolderAsync(Options(engine), As(Carol));
        await ReleaseAsync(carol);
        Child[] users = [await StartAsync(As(Alice)), await StartAsync(As(Bob))];
        for (int hold = 0; hold < 200; hold++)
        {
            Child user = users[hold % 2];
            Assert.Equal("held", (await TryAsync(user, Options(engine))).Word);
            if (hold % 20 < 2)
            {
                Assert.Equal("busy", (await TryAsync(users[1 - (hold % 2)], Options(engine))).Word);
            }

            await ReleaseAsync(user);
        }

        string[] left = Directory.GetFileSystemEntries(Locks, "*", SearchOption.AllDirectories);
        Note($"{engine}: {left.Length} files and folders after 200 holds of two users");
        Assert.True(left.Length < 30, $"{left.Length} are left: {string.Join(", ", left.Take(30).Select(Path.GetFileName))} …");
    }

    [Theory]
    [MemberData(nameof(EnginesOnDisk))]
    public async Task What_a_dead_user_left_and_nobody_may_delete_is_no_hindrance(string engine)
    {
        Child carol = await StartHolderAsync(Options(engine), As(Carol));
        await ReleaseAsync(carol);
        Child alice = await StartHolderAsync(Options(engine), As(Alice));
        alice.Kill();
        await alice.WaitForExitAsync();
        Child bob = await StartAsync(As(Bob));
        for (int hold = 0; hold < 200; hold++)
        {
            Line held = await TryAsync(bob, Options(engine));
            Assert.Equal(("held", hold == 0 ? "Abandoned" : "Released"), (held.Word, held["outcome"]));
            Assert.True(hold % 50 > 0 || (await TryAsync(carol, Options(engine))).Word == "busy", $"Hold {hold} does not exclude.");
            await ReleaseAsync(bob);
        }

        string[] left = Directory.GetFileSystemEntries(Locks, "*", SearchOption.AllDirectories);
        Assert.True(left.Length < 30, $"{left.Length} are left.");
    }

    [Theory]
    [MemberData(nameof(AllEngines))]
    public async Task The_default_directory_serves_all_users_and_each_ones_own_scope(string engine)
    {
        // A /var/tmp of the test's own.
        Launch place = new Launch().WithMounts("mount -t tmpfs -o mode=1777 none /var/tmp");
        Child first = await StartAsync(place);
        LockOptions machine = InDefaultDirectory(engine, LockScope.Machine);
        LockOptions own = InDefaultDirectory(engine, LockScope.User);
        Child alice = await StartAsync(new Launch().WithMountsOf(first.Id).WithUmask("077").AsUser(Alice));
        Child bob = await StartAsync(new Launch().WithMountsOf(first.Id).AsUser(Bob));

        // Root's own scope comes first: whoever makes the directory must not close it to the others. Had Alice made it, she could
        // undo what others keep there, and their own scopes would be refused (ForeignRootTests).
        Assert.Equal("held", (await first.AskAsync("try", Words(own, "own"))).Word);
        Assert.Equal("held", (await alice.AskAsync("try", Words(own, "own"))).Word);
        Assert.Equal("held", (await bob.AskAsync("try", Words(own, "own"))).Word);
        Assert.Equal("held", (await bob.AskAsync("try", Words(machine, "machine"))).Word);
        Assert.Equal("busy", (await alice.AskAsync("try", Words(machine, "machine"))).Word);
        Assert.Equal("busy", (await first.AskAsync("try", Words(machine, "machine"))).Word);
    }

    [Theory]
    [MemberData(nameof(EnginesOnDisk))]
    public async Task A_users_own_scope_does_not_close_a_named_directory_to_others(string engine)
    {
        LockOptions own = Options(engine);
        own.Scope = LockScope.User;
        await StartHolderAsync(own, As(Alice));
        Child bob = await StartAsync(As(Bob));

        Line answer = await TryAsync(bob, Options(engine));
        Assert.True(answer.Word == "held", answer.ToString());
    }

    [Theory]
    [MemberData(nameof(EnginesOnDisk))]
    public async Task The_error_names_the_owner_and_the_fix(string engine)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess && OperatingSystem.IsLinux(), "Needs root, to be two users.");
        Directory.CreateDirectory(Locks);
        Child bob = await StartAsync(As(Bob));

        Line error = await TryAsync(bob, Options(engine));
        Assert.Equal("BL2006", error["code"]);
        Assert.Contains("write access", error["message"], StringComparison.Ordinal);
        Assert.Contains(Locks, error["message"], StringComparison.Ordinal);
        Assert.Contains("root, mode 0755", error["message"], StringComparison.Ordinal); // whose the directory is
    }

    private static Launch As(int user, string umask = "022") => new Launch().WithUmask(umask).AsUser(user);

    private static LockOptions InDefaultDirectory(string engine, LockScope scope) => new() { Engine = engine, Scope = scope };

    private System.Collections.Generic.IEnumerable<(string Name, string? Value)> Words(LockOptions options, string name)
        => ChildSettings.Write(options, ("key", Key), ("name", name));
}
