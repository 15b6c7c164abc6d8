using System;
using BuildLock.Identity;
using BuildLock.Platform;
using Xunit;

namespace BuildLock.Tests.Identity;

public sealed class LockHolderTests
{
    [Fact]
    public void One_phrase_says_who_and_for_what()
        => Assert.Equal(
            "'dotnet build App.sln', pid 8812, alice@ci-07, GitLab shop/build #7, project App.csproj, target RestoreTools",
            SampleHolder.Create().ToString());

    [Fact]
    public void What_is_not_known_is_left_out()
        => Assert.Equal(
            "'make', pid 1, bob@box",
            new LockHolder(new ProcessIdentity { Id = 1, Command = "make", User = "bob", Machine = "box" }, "id", string.Empty, SampleHolder.Since).ToString());

    [Fact]
    public void Its_age_is_never_negative_whatever_its_clock_says()
        => Assert.Equal(TimeSpan.Zero, SampleHolder.Create(since: WallClock.Now + TimeSpan.FromHours(1)).HeldFor);

    [Fact]
    public void Its_age_counts_from_its_beginning()
        => Assert.InRange(SampleHolder.Create(since: WallClock.Now - TimeSpan.FromMinutes(3)).HeldFor, TimeSpan.FromMinutes(2.9), TimeSpan.FromMinutes(10));
}
