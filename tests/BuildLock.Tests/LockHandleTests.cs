using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using BuildLock.Engines;
using Xunit;

namespace BuildLock.Tests;

/// <summary>The one handle, over a hold that the test plays.</summary>
public sealed class LockHandleTests
{
    private readonly RecordingObserver _observer = new();

    [Fact]
    public void Releases_once_from_however_many_threads()
    {
        var hold = new KnownHold();
        LockHandle handle = Create(hold);

        Parallel.For(0, 64, _ => handle.Release());
        handle.Dispose();

        Assert.Equal(1, hold.Released);
        Assert.Equal(PreviousOutcome.Released, hold.ReleasedAs);
        Assert.False(handle.IsHeld);
        Assert.False(handle.Lost.IsCancellationRequested);
        handle.ThrowIfLost();
        Assert.Empty(_observer.Events);
    }

    [Fact]
    public void A_release_that_goes_wrong_is_told_and_not_thrown()
    {
        var problem = new System.IO.IOException("full");
        LockHandle handle = Create(new KnownHold { Problem = problem });

        handle.Dispose();

        Assert.Same(problem, Assert.IsType<LockReleaseFailed>(Assert.Single(_observer.Events)).Problem);
    }

    [Fact]
    public void A_loss_is_told_to_code_to_the_observer_and_to_the_next_holder()
    {
        var hold = new KnownHold();
        using LockHandle handle = Create(hold);

        hold.Lose("Lost for a test.");

        Assert.True(handle.Lost.WaitHandle.WaitOne(TimeSpan.FromSeconds(20)));
        Assert.False(handle.IsHeld);
        Assert.Equal("BL2003: Lost for a test. Work since then was not protected.", Assert.Throws<LockLostException>(handle.ThrowIfLost).Message);
        Assert.Same(handle.Loss, Assert.Throws<LockLostException>(handle.ThrowIfLost));
        Assert.True(SpinWait.SpinUntil(() => _observer.Events.Count == 1, TimeSpan.FromSeconds(20)));
        Assert.Same(handle.Loss, Assert.IsType<LockLost>(_observer.Events.Single()).Loss);
        Assert.Equal(PreviousOutcome.Expired, hold.ReleasedAs);
    }

    [Fact]
    public void What_is_lost_is_not_released_again()
    {
        var hold = new KnownHold();
        LockHandle handle = Create(hold);

        hold.Lose("Lost for a test.");
        handle.Release();

        Assert.Equal(1, hold.Released);
    }

    [Fact]
    public void What_is_released_cannot_be_lost()
    {
        var hold = new KnownHold();
        LockHandle handle = Create(hold);

        handle.Release();
        hold.Lose("Too late.");

        Assert.Null(handle.Loss);
        Assert.Equal(1, hold.Released);
        Assert.Empty(_observer.Events);
    }

    [Fact]
    public void Of_release_and_loss_at_once_exactly_one_wins()
    {
        for (int round = 0; round < 500; round++)
        {
            var hold = new KnownHold();
            LockHandle handle = Create(hold);

            Parallel.Invoke(handle.Release, () => hold.Lose("Race."));

            Assert.Equal(1, hold.Released);
            Assert.Equal(hold.ReleasedAs == PreviousOutcome.Expired, handle.Loss is not null);
        }
    }

    [Fact]
    public async Task Can_be_released_with_await()
    {
        var hold = new KnownHold();

        await using (Create(hold))
        {
            Assert.Equal(0, hold.Released);
        }

        Assert.Equal(1, hold.Released);
    }

    private LockHandle Create(ILockHold hold)
        => new(LockRequest.Create(LockKey.Named("handle"), new LockOptions { Observer = _observer }), hold, TimeSpan.Zero);
}
