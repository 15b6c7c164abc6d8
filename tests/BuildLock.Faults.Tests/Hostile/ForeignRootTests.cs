using System;
using System.Globalization;
using System.IO;
using System.Threading.Tasks;
using BuildLock.Conformance.Children;
using BuildLock.Faults.Tests.Machine;
using Xunit;

namespace BuildLock.Faults.Tests.Hostile;

/// <summary>Alice was there first, and made the folder in which Bob's locks are to lie. Each test has a /var/tmp of its own.</summary>
public sealed class ForeignRootTests : HostileTest
{
    private const string Root = "/var/tmp/buildlock";

    public static TheoryData<string, string> Plants { get; } = new()
    {
        // What Bob finds there, and what the error has to say of it.
        { $"umask 0; mkdir {Root} && chmod 1777 {Root} && mkdir -m 0777 {Root}/uid-12346", "could replace" },
        { $"umask 0; mkdir {Root} && chmod 1777 {Root}", "could replace" },
        { "mkdir -m 1777 /var/tmp/hers && ln -s /var/tmp/hers " + Root, "link" },
        { "mkdir -m 0700 " + Root, "belongs to" },
        { "mkdir -m 0755 " + Root, "belongs to" },
        { "umask 0; mkdir -m 0777 " + Root, "not sticky" },
        { "touch " + Root, "file" },
        { "mkfifo " + Root, "pipe" },
    };

    [Theory]
    [MemberData(nameof(Plants))]
    public async Task The_scope_of_one_user_needs_a_folder_that_nobody_else_can_replace(string plant, string said)
    {
        foreach (string engine in new[] { "lockdir", "lockfile" })
        {
            Child bob = await StartAsync(InVarTmpOfItsOwn(plant));

            Line answer = await TryAsync(bob, InScope(engine, LockScope.User));

            Assert.True(answer.Word == "error" && answer["code"] == "BL2006", answer.ToString());
            Assert.Contains(said, answer["message"], StringComparison.Ordinal);
            Assert.Contains(Alice.ToString(CultureInfo.InvariantCulture), answer["message"], StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_folder_of_the_users_own_that_others_may_write_is_refused()
    {
        Child bob = await StartAsync(InVarTmpOfItsOwn("true", $"mkdir -m 1777 {Root} && mkdir -m 0777 {Root}/uid-{Bob} && chmod 0777 {Root}/uid-{Bob} && chown {Bob} {Root}/uid-{Bob}"));

        Line answer = await TryAsync(bob, InScope("lockdir", LockScope.User));

        Assert.True(answer.Word == "error" && answer["message"].Contains("mode 0700", StringComparison.Ordinal), answer.ToString());
    }

    [Theory]
    [MemberData(nameof(EnginesWithAge))]
    public async Task What_root_or_the_user_made_is_good_for_both_scopes(string engine)
    {
        foreach (string made in new[] { "true", $"mkdir -m 1777 {Root} && chmod 1777 {Root}" })
        {
            Child bob = await StartAsync(InVarTmpOfItsOwn("true", made));
            Assert.Equal("held", (await TryAsync(bob, InScope(engine, LockScope.User))).Word);
            await ReleaseAsync(bob);
            Assert.Equal("held", (await TryAsync(bob, InScope(engine, LockScope.Machine))).Word);
            Assert.Equal(0x3FF, (int)Mode($"/proc/{bob.Id}/root{Root}")); // octal 1777
            Assert.Equal(0x1C0, (int)Mode($"/proc/{bob.Id}/root{Root}/uid-{Bob}")); // octal 0700
        }
    }

    [Theory]
    [MemberData(nameof(EnginesWithAge))]
    public async Task A_foreign_folder_of_machine_scope_is_taken_when_it_is_sticky(string engine)
    {
        Child bob = await StartAsync(InVarTmpOfItsOwn($"umask 0; mkdir {Root} && chmod 1777 {Root}"));

        Assert.Equal("held", (await TryAsync(bob, InScope(engine, LockScope.Machine))).Word);
    }

    [Theory]
    [InlineData("umask 0; mkdir -m 0777 " + Root)]
    [InlineData("mkdir -m 1777 /var/tmp/hers && ln -s /var/tmp/hers " + Root)]
    public async Task A_folder_of_machine_scope_in_which_all_may_delete_or_a_link_is_refused(string plant)
    {
        Child bob = await StartAsync(InVarTmpOfItsOwn(plant));

        Line answer = await TryAsync(bob, InScope("lockdir", LockScope.Machine));

        Assert.True(answer.Word == "error" && answer["code"] == "BL2006", answer.ToString());
    }

    private static UnixFileMode Mode(string path)
    {
#pragma warning disable CA1416 // Linux, as the launch asks.
        return File.GetUnixFileMode(path);
#pragma warning restore CA1416
    }

    private static Launch InVarTmpOfItsOwn(string plant, string asRoot = "true") => new Launch()
        .WithMounts($"mount -t tmpfs -o mode=1777 none /var/tmp && setpriv --reuid={Alice} --regid={Alice} --clear-groups sh -c '{plant}' && {asRoot}")
        .AsUser(Bob);

    private static LockOptions InScope(string engine, LockScope scope) => new() { Engine = engine, Scope = scope, Timeout = TimeSpan.Zero };
}
