using System;
using System.Threading;
using BuildLock.Engines;
using BuildLock.Platform;
using Xunit;

namespace BuildLock.Tests.Observation;

/// <summary>What people read.</summary>
public sealed class LockTextTests
{
    private const string Who = "'dotnet build App.sln', pid 8812, alice@ci-07, GitLab shop/build #7, project App.csproj, target RestoreTools";

    [Fact]
    public void Waiting_says_how_long_for_whom_and_in_which_place()
        => Assert.Equal(
            $"Waiting for lock 'nuget-cache' (10 s of 10 min). Held for 5 min by {Who}. You are 2nd in line.",
            LockText.Waiting(Request(), TimeSpan.FromSeconds(10), LockAttempt.Busy(Holder(), position: 2)));

    [Fact]
    public void Waiting_for_ever_for_somebody_unknown()
        => Assert.Equal(
            "Waiting for lock 'nuget-cache' (60 s). Its holder is unknown.",
            LockText.Waiting(Request(Timeout.InfiniteTimeSpan), TimeSpan.FromSeconds(60), LockAttempt.Busy(holder: null)));

    [Fact]
    public void Waiting_for_somebody_who_does_not_answer()
        => Assert.Equal(
            "Waiting for lock 'nuget-cache' (10 s of 10 min). It is held by 'dotnet', pid 8812, which does not answer: it may be stopped.",
            LockText.Waiting(Request(), TimeSpan.FromSeconds(10), LockAttempt.Busy(holder: null, silent: () => "'dotnet', pid 8812")));

    [Fact]
    public void Waiting_for_somebody_who_does_not_answer_and_is_not_found()
        => Assert.EndsWith(" Its holder is unknown.", LockText.Waiting(Request(), TimeSpan.FromSeconds(10), LockAttempt.Busy(holder: null, silent: () => null)), StringComparison.Ordinal);

    [Theory]
    [InlineData(1, "1st")]
    [InlineData(2, "2nd")]
    [InlineData(3, "3rd")]
    [InlineData(4, "4th")]
    [InlineData(11, "11th")]
    [InlineData(12, "12th")]
    [InlineData(13, "13th")]
    [InlineData(21, "21st")]
    [InlineData(102, "102nd")]
    [InlineData(111, "111th")]
    public void Places_are_counted_in_words(int place, string text)
        => Assert.EndsWith($" You are {text} in line.", LockText.Waiting(Request(), TimeSpan.Zero, LockAttempt.Busy(holder: null, position: place)), StringComparison.Ordinal);

    [Fact]
    public void Giving_up_says_whom_for_and_what_to_do()
    {
        LockHolder holder = Holder();
        holder.LastSign = TimeSpan.FromSeconds(3);

        LockTimeoutException error = LockText.TimedOut(Request(), TimeSpan.FromMinutes(10), LockAttempt.Busy(holder));

        Assert.Equal($"BL2001: Gave up on lock 'nuget-cache' after 10 min. Held for 5 min by {Who}. Its last sign of life is 3 s old. Raise Timeout or BUILDLOCK_TIMEOUT, or end the holder. More: buildlock who \"nuget-cache\"", error.Message);
        Assert.Equal(error.Message, "BL2001: " + error.Text);
        Assert.Same(holder, error.Holder);
        Assert.Equal("nuget-cache", error.Key?.Text);
        Assert.Equal("port-quorum", error.Engine);
        Assert.Equal(TimeSpan.FromMinutes(10), error.Waited);
    }

    [Fact]
    public void Giving_up_at_once_says_why()
        => Assert.StartsWith(
            "Gave up on lock 'nuget-cache' at once, as Timeout is 0. Its holder is unknown. Raise Timeout",
            LockText.TimedOut(Request(TimeSpan.Zero), TimeSpan.Zero, LockAttempt.Busy(holder: null)).Text,
            StringComparison.Ordinal);

    [Theory]
    [InlineData(PreviousOutcome.Abandoned, "ended without releasing it")]
    [InlineData(PreviousOutcome.Expired, "lost it by its age")]
    public void What_was_left_behind_is_a_warning_that_names_the_holder(PreviousOutcome outcome, string how)
    {
        using var handle = new LockHandle(Request(), new KnownHold { PreviousOutcome = outcome, PreviousHolder = Holder() }, TimeSpan.Zero);

        var told = new LockAcquired(Request(), handle);

        Assert.Equal("BL1002", told.Code);
        Assert.True(told.IsWarning);
        Assert.Equal($"BL1002: Took lock 'nuget-cache', which {Who} left behind ({how}; taken 5 min ago). What it protected may be half written.", told.ToString());
    }

    [Fact]
    public void An_unknown_holder_that_left_it_behind_is_said_to_be_one()
    {
        using var handle = new LockHandle(Request(), new KnownHold { PreviousOutcome = PreviousOutcome.Abandoned }, TimeSpan.Zero);

        Assert.StartsWith("Took lock 'nuget-cache', which an unknown holder left behind (ended", new LockAcquired(Request(), handle).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(PreviousOutcome.None)]
    [InlineData(PreviousOutcome.Released)]
    public void A_hold_that_ended_well_is_no_warning(PreviousOutcome outcome)
    {
        using var handle = new LockHandle(Request(), new KnownHold { PreviousOutcome = outcome, PreviousHolder = Holder() }, TimeSpan.FromSeconds(42));

        var told = new LockAcquired(Request(), handle);

        Assert.False(told.IsWarning);
        Assert.Equal("BL1003: Took lock 'nuget-cache' after 42 s.", told.ToString());
    }

    [Fact]
    public void Nothing_locked_says_so()
        => Assert.Equal("BL1004: Lock 'nuget-cache' is switched off: engine 'none' locks nothing.", new LockNotLocked(Request()).ToString());

    [Fact]
    public void A_failed_release_is_a_warning_with_the_reason()
    {
        var told = new LockReleaseFailed(Request(), new System.IO.IOException("No space left on device."));

        Assert.True(told.IsWarning);
        Assert.Equal("BL1005: Releasing lock 'nuget-cache' went wrong: No space left on device. Others get it at the latest when this process ends.", told.ToString());
    }

    [Fact]
    public void A_loss_says_when_and_why()
    {
        var key = LockKey.Named("nuget-cache");

        Assert.Matches(@"^Lost lock 'nuget-cache' at \d\d:\d\d:\d\d \(held for its MaxHold of 5 min\)\.$", LockText.LostToMaxHold(key, TimeSpan.FromMinutes(5)));
        Assert.Matches(@"^Lost lock 'nuget-cache' at \d\d:\d\d:\d\d \(taken over by 'dotnet build App.sln', pid 8812, ", LockText.LostToTakeover(key, Holder()));
        Assert.EndsWith("(taken over by another holder).", LockText.LostToTakeover(key, by: null), StringComparison.Ordinal);
        Assert.EndsWith("(its state at '/locks/k' was deleted).", LockText.LostState(key, "/locks/k"), StringComparison.Ordinal);
        Assert.Equal("BL2003: Lost. Work since then was not protected.", new LockLostException("Lost.", key, "lockdir").Message);
    }

    private static LockRequest Request(TimeSpan? timeout = null)
        => LockRequest.Create(LockKey.Named("nuget-cache"), new LockOptions { Timeout = timeout ?? TimeSpan.FromMinutes(10), Engine = "port-quorum" });

    // Five minutes show no seconds, unless the test takes one.
    private static LockHolder Holder() => SampleHolder.Create(since: WallClock.Now - TimeSpan.FromMinutes(5));
}
