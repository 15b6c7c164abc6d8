using System;
using System.Linq;
using System.Threading;
using Nuke.Common;
using Xunit;

namespace BuildLock.Nuke.Tests;

[Collection(nameof(TestBuild))]
public sealed class TargetTests
{
    [Fact]
    public void The_actions_of_a_target_run_under_its_lock_and_nothing_else_does()
    {
        var build = new Plain();

        Assert.True(build.Succeeds(nameof(Plain.Locked)), build.LogText);
        Assert.Equal(
            ["running Before: free", "Before: free", "succeeded Before: free", "running Locked: free", "first: held", "second: held", "succeeded Locked: free"],
            build.Happened);
        Assert.Empty(build.LogText);
    }

    [Theory]
    [InlineData(nameof(Orders.LockFirst))]
    [InlineData(nameof(Orders.LockLast))]
    [InlineData(nameof(Orders.LockBetween))]
    public void Where_the_lock_stands_in_the_chain_makes_no_difference(string target)
    {
        var build = new Orders();

        Assert.True(build.Succeeds(target), build.LogText);
        Assert.Equal([$"running {target}: free", "first: held", "second: held", $"succeeded {target}: free"], build.Happened);
    }

    [Fact]
    public void A_target_may_have_several_locks()
    {
        var build = new Several();

        Assert.True(build.Succeeds(nameof(Several.Both)), build.LogText);
        Assert.Equal(["running Both: free", "one: held", "other: held", "succeeded Both: free"], build.Happened);
    }

    [Fact]
    public void Several_locks_are_taken_in_the_order_of_their_keys()
    {
        var build = new Several();
        using LockHandle one = build.TakeAsSomebodyElse(build.Key);
        using LockHandle other = build.TakeAsSomebodyElse(build.OtherKey); // sorts before Key, was named after it

        Assert.False(build.Succeeds(nameof(Several.Both), "--process-lock-timeout", "0"));
        Assert.Contains($"BL2001: Gave up on lock '{build.OtherKey}'", build.LogText, StringComparison.Ordinal);
    }

    [Fact]
    public void When_one_of_several_locks_cannot_be_had_the_others_are_released()
    {
        var build = new Several();
        using LockHandle last = build.TakeAsSomebodyElse(build.Key);

        Assert.False(build.Succeeds(nameof(Several.Both), "--process-lock-timeout", "0"));
        Assert.Contains($"BL2001: Gave up on lock '{build.Key}'", build.LogText, StringComparison.Ordinal);
        using LockHandle? free = ProcessLock.TryAcquire(build.OtherKey);
        Assert.NotNull(free);
    }

    [Fact]
    public void A_failed_target_releases_its_lock_before_anything_hears_of_the_failure()
    {
        var build = new Failing();

        Assert.False(build.Succeeds(nameof(Failing.Fails)));
        Assert.Equal(["running Fails: free", "first: held", "failed Fails: free"], build.Happened);
        Assert.Contains("the target's own error", build.LogText, StringComparison.Ordinal);
    }

    [Fact]
    public void After_a_target_that_failed_and_may_the_next_one_gets_the_lock()
    {
        var build = new Failing();

        Assert.False(build.Succeeds(nameof(Failing.AfterProceeding)));
        Assert.Contains("after: held", build.Happened);
    }

    [Fact]
    public void A_target_that_is_assured_takes_its_lock_after_a_failure_too()
    {
        var build = new Failing();

        Assert.False(build.Succeeds(nameof(Failing.Assured)));
        Assert.Contains("assured: held", build.Happened);
    }

    [Theory]
    [InlineData(nameof(Skipping.Statically))]
    [InlineData(nameof(Skipping.Dynamically))]
    public void A_target_that_its_condition_skips_takes_nothing(string target)
    {
        var build = new Skipping();
        using LockHandle somebody = build.TakeAsSomebodyElse(build.Key);

        Assert.True(build.Succeeds(target, "--process-lock-timeout", "0"), build.LogText);
        Assert.Equal([$"skipped {target}: held"], build.Happened);
    }

    [Fact]
    public void A_target_that_the_command_line_skips_takes_nothing()
    {
        var build = new Plain();
        using LockHandle somebody = build.TakeAsSomebodyElse(build.Key);

        Assert.True(build.Succeeds(nameof(Plain.Locked), "--skip", nameof(Plain.Locked), "--process-lock-timeout", "0"), build.LogText);
        Assert.DoesNotContain("first: held", build.Happened);
    }

    [Fact]
    public void A_target_that_inherits_a_locked_one_is_locked()
    {
        var build = new Heir();

        Assert.True(build.Succeeds(nameof(Heir.Locked)), build.LogText);
        Assert.Equal(["first: held", "second: held", "own: held"], build.Happened.Where(h => !h.Contains(' ', StringComparison.Ordinal) || h.StartsWith("own", StringComparison.Ordinal) || h.StartsWith("first", StringComparison.Ordinal) || h.StartsWith("second", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_same_lock_twice_on_one_target_is_taken_once()
    {
        var build = new Heir();

        Assert.True(build.Succeeds(nameof(Heir.Again)), build.LogText);
        Assert.Contains("again: held", build.Happened);
    }

    [Fact]
    public void A_target_of_a_component_is_locked()
    {
        var build = new WithComponent();

        Assert.True(build.Succeeds("FromComponent"), build.LogText);
        Assert.Contains("component: held", build.Happened);
    }

    [Fact]
    public void A_lock_on_a_target_without_actions_fails_it()
    {
        var build = new Empty();

        Assert.False(build.Succeeds(nameof(Empty.Collective)));
        Assert.Contains("BL3006: Target 'Collective' has a process lock and no actions.", build.LogText, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_nobody_asks_the_static_conditions_the_target_fails_and_does_not_run()
    {
        var build = new Plain();
        var definition = new FaithlessDefinition(build);
        build.Locked(definition);

        Assert.Throws<InvalidOperationException>(() => definition.Actions.ForEach(action => action()));
        Assert.Empty(build.Happened);
    }

    [Fact]
    public void A_lock_that_was_lost_fails_the_target()
    {
        var build = new Losing();

        Assert.False(build.Succeeds(nameof(Losing.Outstays)));
        Assert.Contains("BL2003: Lost lock", build.LogText, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", build.LogText, StringComparison.Ordinal);
    }

    [Fact]
    public void A_targets_own_error_is_not_hidden_by_a_lost_lock()
    {
        var build = new Losing();

        Assert.False(build.Succeeds(nameof(Losing.OutstaysAndFails)));
        Assert.Contains("the target's own error", build.LogText, StringComparison.Ordinal);
    }

    private sealed class Plain : TestBuild
    {
        public Target Before => _ => _
            .Executes(() => Look("Before"));

        public Target Locked => _ => _
            .DependsOn(Before)
            .WithProcessLock(Key)
            .Executes(() => Look("first"))
            .Executes(() => Look("second"));
    }

    private sealed class Orders : TestBuild
    {
        public Target LockFirst => _ => _
            .WithProcessLock(Key).Executes(() => Look("first"), () => Look("second"));

        public Target LockLast => _ => _
            .Executes(() => Look("first")).Executes(() => Look("second")).WithProcessLock(Key);

        public Target LockBetween => _ => _
            .Executes(() => Look("first")).WithProcessLock(Key).Executes(() => Look("second"));
    }

    private sealed class Several : TestBuild
    {
        public string OtherKey => "a " + Key;

        public Target Both => _ => _
            .WithProcessLock(Key)
            .WithProcessLock(OtherKey)
            .Executes(() =>
            {
                Look("one");
                Look("other", OtherKey);
            });
    }

    private sealed class Failing : TestBuild
    {
        public Target Fails => _ => _
            .WithProcessLock(Key)
            .Executes(() =>
            {
                Look("first");
                throw new InvalidOperationException("the target's own error");
            });

        public Target Proceeds => _ => _
            .WithProcessLock(Key)
            .ProceedAfterFailure()
            .Executes(() => throw new InvalidOperationException("the target's own error"));

        public Target AfterProceeding => _ => _
            .DependsOn(Proceeds)
            .WithProcessLock(Key)
            .Executes(() => Look("after"));

        public Target Assured => _ => _
            .DependsOn(Fails)
            .WithProcessLock(Key)
            .AssuredAfterFailure()
            .Executes(() => Look("assured"));
    }

    private sealed class Skipping : TestBuild
    {
        public Target Statically => _ => _
            .WithProcessLock(Key).OnlyWhenStatic(() => false).Executes(() => Look("first"));

        public Target Dynamically => _ => _
            .WithProcessLock(Key).OnlyWhenDynamic(() => false).Executes(() => Look("first"));
    }

    private sealed class Heir : TestBuild
    {
        public Target Ancestor => _ => _
            .Executes(() => Look("first"))
            .WithProcessLock(Key)
            .Executes(() => Look("second"));

        public Target Locked => _ => _
            .Inherit(Ancestor)
            .Executes(() => Look("own"));

        public Target Again => _ => _
            .Inherit(Ancestor)
            .WithProcessLock(Key, o => o.Timeout = TimeSpan.Zero)
            .Executes(() => Look("again"));
    }

    private interface IComponent : IProcessLock
    {
        Target FromComponent => _ => _
            .WithProcessLock(() => ((TestBuild)this).Key)
            .Executes(() => ((TestBuild)this).Look("component"));
    }

    private sealed class WithComponent : TestBuild, IComponent;

    private sealed class Empty : TestBuild
    {
        public Target Collective => _ => _.WithProcessLock(Key);
    }

    private sealed class Losing : TestBuild
    {
        public Target Outstays => _ => _
            .WithProcessLock(Key, o => o.MaxHold = TimeSpan.FromMilliseconds(100))
            .Executes(WaitUntilLost);

        public Target OutstaysAndFails => _ => _
            .WithProcessLock(Key, o => o.MaxHold = TimeSpan.FromMilliseconds(100))
            .Executes(() =>
            {
                WaitUntilLost();
                throw new InvalidOperationException("the target's own error");
            });

        // Until it was said: that happens on another thread, and the log of this process is the next test's afterwards.
        private void WaitUntilLost() => SpinWait.SpinUntil(() => LogText.Contains("BL2003", StringComparison.Ordinal), TimeSpan.FromMinutes(1));
    }
}
