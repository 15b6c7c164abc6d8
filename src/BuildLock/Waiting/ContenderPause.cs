using System;
using System.Threading;
using BuildLock.Engines;
using BuildLock.Platform;

namespace BuildLock.Waiting;

/// <summary>How one contender spends its wait between two attempts: in the kernel's queue where there is one, otherwise in pauses that
/// grow; never past its deadline, nor past what is due to be reported.</summary>
internal sealed class ContenderPause
{
    /// <summary>Behind a gate that stays closed the engine is looked at this often, where it can be free all the same. A little less
    /// than the queue's own looks, which wake this thread: not one of them is to be missed by a millisecond.</summary>
    public static readonly TimeSpan LookBehindTheGate = TimeSpan.FromSeconds(3.5);

    private readonly LockRequest _request;
    private readonly ILockContender _contender;
    private readonly Narration _narration;
    private readonly TimeSpan _firstLook;
    private readonly CancellationToken _cancellationToken;
    private readonly TimeSpan _start = MonotonicClock.Now;
    private readonly Backoff _backoff = new();

    /// <param name="firstLook">After how long of waiting the first pause ends, so that the loop can look who holds.</param>
    public ContenderPause(LockRequest request, ILockContender contender, Narration narration, TimeSpan firstLook, CancellationToken cancellationToken)
    {
        _request = request;
        _contender = contender;
        _narration = narration;
        _firstLook = firstLook;
        _cancellationToken = cancellationToken;
    }

    /// <summary>Whether others are before this one in the queue. Otherwise it was the engine that was busy, and the queue cannot
    /// tell when it is free.</summary>
    public bool IsBehindTheGate { get; set; } = true;

    public TimeSpan Waited => MonotonicClock.Now - _start;

    /// <summary>Until the deadline; zero when it has passed.</summary>
    public TimeSpan Left
    {
        get
        {
            TimeSpan waited = Waited;
            return _request.Timeout == Timeout.InfiniteTimeSpan ? TimeSpan.MaxValue
                : _request.Timeout > waited ? _request.Timeout - waited
                : TimeSpan.Zero;
        }
    }

    /// <summary>Pauses until the turn in the queue comes, or until something is due.</summary>
    public void Rest()
    {
        if (IsBehindTheGate && _contender.Queue is { } queue)
        {
            _ = queue.Wait(Longest(), _cancellationToken);
        }
        else
        {
            Pause.For(Shortest(_backoff.Next(), Longest()), _cancellationToken);
        }
    }

    /// <summary>Waits while the host uses the thread's place for other work. To get it back may take long: so only when it is worth
    /// it. Nobody owns the gate meanwhile: it is passed, given up at once, and tried again when the place is back.</summary>
    /// <param name="refuse">Throws where the wait can never end. Asked after each pause: who holds may not have said so before.</param>
    public void WaitSuspended(ILockWaitHost host, Func<LockAttempt> look, Action refuse)
    {
        _contender.Queue?.StepBack();
        host.Suspend();
        try
        {
            // Ends: each turn moves the monotonic clock by a pause of at least a millisecond, towards the deadline.
            while (!IsWorthResuming() && Left > TimeSpan.Zero)
            {
                refuse();
                _narration.Tell(Waited, look);
            }
        }
        finally
        {
            _contender.Queue?.Leave();
            host.Resume();
        }
    }

    private bool IsWorthResuming()
    {
        bool passed = false;
        if (IsBehindTheGate && _contender.Queue is { } queue)
        {
            passed = queue.Wait(Longest(), _cancellationToken);
            queue.StepBack();
            if (queue.IsGateTheLock)
            {
                return passed;
            }
        }
        else
        {
            Pause.For(Shortest(_backoff.Next(), Longest()), _cancellationToken);
        }

        return passed || _contender.Probe();
    }

    private TimeSpan Longest()
    {
        TimeSpan waited = Waited;
        TimeSpan untilFirstLook = waited < _firstLook ? _firstLook - waited : TimeSpan.MaxValue;
        return Shortest(Shortest(Left, _narration.UntilNext(waited)), untilFirstLook); // the queue comes back for looks by itself
    }

    private static TimeSpan Shortest(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
