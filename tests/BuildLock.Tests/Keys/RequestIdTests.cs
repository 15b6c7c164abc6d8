using BuildLock.Engines;
using BuildLock.Identity;
using BuildLock.Keys;
using Xunit;

namespace BuildLock.Tests.Keys;

/// <summary>Which settings make which lock.</summary>
public sealed class RequestIdTests
{
    [Fact]
    public void A_name_alone_is_the_machines_lock_of_that_name()
        => Assert.Equal(LockId.Create("key", string.Empty, string.Empty, "k"), Id("k", new LockOptions()));

    [Fact]
    public void A_namespace_makes_another_lock()
        => Assert.Equal(LockId.Create("key", string.Empty, "n", "k"), Id("k", new LockOptions { Namespace = "n" }));

    [Fact]
    public void A_users_lock_is_not_the_machines()
        => Assert.Equal(LockId.Create("key", UserIdentity.Current, string.Empty, "k"), Id("k", new LockOptions { Scope = LockScope.User }));

    [Fact]
    public void Settings_that_say_how_and_not_what_make_the_same_lock()
        => Assert.Equal(
            Id("k", new LockOptions()),
            Id("k", new LockOptions { Engine = "lockdir", Timeout = System.TimeSpan.Zero, Description = "d", LockDirectory = "somewhere" }));

    [Fact]
    public void A_folder_is_found_by_whoever_sees_it_under_another_path()
    {
        using var temporary = new TemporaryFolder();
        var one = LockKey.ForFolder(temporary.Create("a/out"));
        var mountedElsewhere = LockKey.ForFolder(temporary.Create("b/out"));

        Assert.Equal(LockRequest.Create(one, options: null).Id, LockRequest.Create(mountedElsewhere, options: null).Id);
    }

    [Fact]
    public void In_one_lock_directory_two_folders_are_two_locks()
    {
        using var temporary = new TemporaryFolder();
        var options = new LockOptions { LockDirectory = temporary.Below("locks") };
        var one = LockKey.ForFolder(temporary.Create("a/out"));
        var other = LockKey.ForFolder(temporary.Create("b/out"));

        Assert.NotEqual(LockRequest.Create(one, options).Id, LockRequest.Create(other, options).Id);
    }

    private static LockId Id(string name, LockOptions options) => LockRequest.Create(LockKey.Named(name), options).Id;
}
