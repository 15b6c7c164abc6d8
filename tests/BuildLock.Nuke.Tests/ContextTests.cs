using System;
using Nuke.Common;
using Xunit;

namespace BuildLock.Nuke.Tests;

[Collection(nameof(TestBuild))]
public sealed class ContextTests
{
    [Fact]
    public void One_lock_covers_all_targets_of_its_context()
    {
        var build = new Contextual();

        Assert.True(build.Succeeds(nameof(Contextual.Second)), build.LogText);
        Assert.Equal(
            [
                "running TakeKey: free", "succeeded TakeKey: held",
                "running First: held", "first: held", "succeeded First: held",
                "running Second: held", "second: held", "succeeded Second: held",
                "running LeaveKey: held", "succeeded LeaveKey: free",
            ],
            build.Happened);
    }

    [Fact]
    public void It_is_released_after_a_failure()
    {
        var build = new Contextual();

        Assert.False(build.Succeeds(nameof(Contextual.Fails)));
        Assert.Equal("succeeded LeaveKey: free", build.Happened[^1]);
    }

    [Fact]
    public void When_it_cannot_be_had_nothing_of_the_context_runs()
    {
        var build = new Contextual();
        using LockHandle somebody = build.TakeAsSomebodyElse(build.Key);

        Assert.False(build.Succeeds(nameof(Contextual.First), "--process-lock-timeout", "0"));
        Assert.DoesNotContain("first: held", build.Happened);
        Assert.Contains("BL2001", build.LogText, StringComparison.Ordinal);
        Assert.DoesNotContain("BL1006", build.LogText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(nameof(Contextual.AsksAgain))]
    [InlineData(nameof(Contextual.AsksAgainInABlock))]
    public void A_target_that_asks_again_for_the_lock_of_its_context_is_refused_at_once(string target)
    {
        var build = new Contextual();

        Assert.False(build.Succeeds(target));
        Assert.Contains("BL2002: Lock", build.LogText, StringComparison.Ordinal);
        Assert.Contains("is held by this same build (NUKE target TakeKey in", build.LogText, StringComparison.Ordinal);
        Assert.Equal("succeeded LeaveKey: free", build.Happened[^1]);
    }

    [Fact]
    public void Releasing_what_was_never_taken_warns()
    {
        var build = new Contextual();

        Assert.True(build.Succeeds(nameof(Contextual.ReleasesOnly)), build.LogText);
        Assert.Contains("[WRN] BL1006: Lock", build.LogText, StringComparison.Ordinal);
    }

    private interface IKeyContext : IProcessLock
    {
        Setup TakeKey => _ => _.AcquireProcessLock(() => ((TestBuild)this).Key);

        Cleanup LeaveKey => _ => _.ReleaseProcessLock(() => ((TestBuild)this).Key);
    }

    private sealed class Contextual : TestBuild, IKeyContext
    {
        public Target First => _ => _
            .DependsOnContext<IKeyContext>()
            .Executes(() => Look("first"));

        public Target Second => _ => _
            .DependsOnContext<IKeyContext>()
            .DependsOn(First)
            .Executes(() => Look("second"));

        public Target Fails => _ => _
            .DependsOnContext<IKeyContext>()
            .Executes(() => throw new InvalidOperationException("the target's own error"));

        public Target AsksAgain => _ => _
            .DependsOnContext<IKeyContext>()
            .WithProcessLock(Key)
            .Executes(() => Look("again"));

        public Target AsksAgainInABlock => _ => _
            .DependsOnContext<IKeyContext>()
            .Executes(() => this.ProcessLock(Key).Release());

        public Target ReleasesOnly => _ => _.ReleaseProcessLock(Key);
    }
}
