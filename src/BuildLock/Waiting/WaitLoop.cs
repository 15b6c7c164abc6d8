using System;
using System.Threading;
using System.Threading.Tasks;
using BuildLock.Engines;
using BuildLock.Journal;
using BuildLock.Platform;

namespace BuildLock.Waiting;

/// <summary>The one place that waits: attempts, pauses, deadline, cancellation and telling.</summary>
internal sealed class WaitLoop
{
    // Long enough for the holders of most builds to be gone, so that nobody asks who they were; short enough for a wait that can
    // never end to be refused within a second.
    private static readonly TimeSpan AncestryAfter = TimeSpan.FromMilliseconds(200);

    // Behind a gate that stays closed the engine is looked at this often, where it can be free all the same.
    private static readonly TimeSpan LookBehindTheGate = TimeSpan.FromSeconds(4);

    private readonly LockRequest _request;
    private readonly ILockContender _contender;
    private readonly CancellationToken _cancellationToken;
    private readonly LockRecord? _record;
    private readonly TimeSpan _start = MonotonicClock.Now;
    private readonly Narration _narration;
    private readonly Backoff _backoff = new();
    private readonly Ancestry _ancestry = new();
    private bool _isBehindTheGate = true;
    private TimeSpan _nextLook = MonotonicClock.Now + LookBehindTheGate;

    private WaitLoop(LockRequest request, ILockContender contender, CancellationToken cancellationToken, LockRecord? record = null)
    {
        _request = request;
        _contender = contender;
        _cancellationToken = cancellationToken;
        _record = record;
        _narration = new Narration(request);
    }

    private TimeSpan Waited => MonotonicClock.Now - _start;

    public static LockHandle Acquire(LockRequest request, CancellationToken cancellationToken)
    {
        LockRecord? record = LockRecord.Begin(request);
        try
        {
            using ILockContender contender = request.Engine.Contend(request);
            return new WaitLoop(request, contender, cancellationToken, record).Run();
        }
        catch (Exception e) when (record is not null) // whatever it is: journaled, and thrown on
        {
            Tell(request, record.GaveUp(e));
            throw;
        }
    }

    /// <summary>Waits on a thread of its own: it is blocked as long as others hold the lock, and the pool's threads are for work that goes
    /// on.</summary>
    public static Task<LockHandle> AcquireAsync(LockRequest request, CancellationToken cancellationToken)
        => Task.Factory.StartNew(
            () => Acquire(request, cancellationToken),
            cancellationToken,
            TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach,
            TaskScheduler.Default);

    public static LockHandle? TryAcquire(LockRequest request)
    {
        using ILockContender contender = request.Engine.Contend(request);
        var loop = new WaitLoop(request, contender, CancellationToken.None);
        LockAttempt attempt = loop.Attempt(isLast: true);
        ILockHold? hold = attempt.Hold ?? loop.Enter();
        return hold is null ? null : Hand(request, hold, TimeSpan.Zero, LockRecord.Begin(request));
    }

    /// <summary>Waits until an attempt may succeed, and makes none: the lock's next holder still learns how the last one
    /// ended.</summary>
    /// <param name="holder">Finds out who is in the way; asked only when there is something to tell.</param>
    /// <exception cref="LockTimeoutException">Somebody had it until the deadline (BL2001).</exception>
    public static void WaitUntilFree(LockRequest request, Func<LockHolder?> holder, CancellationToken cancellationToken)
    {
        using ILockContender contender = request.Engine.Contend(request);
        new WaitLoop(request, contender, cancellationToken).RunUntilFree(holder);
    }

    private void RunUntilFree(Func<LockHolder?> holder)
    {
        // The loop ends: each turn pauses, and the look after the deadline is the last.
        while (true)
        {
            _cancellationToken.ThrowIfCancellationRequested();
            bool isLast = Left() == TimeSpan.Zero;
            if ((_contender.Queue?.TryPass(isLast) != false || _contender.CanEndBehindTheGate) && _contender.Probe())
            {
                return;
            }

            if (isLast)
            {
                throw LockText.TimedOut(_request, Waited, LockAttempt.Busy(holder()));
            }

            _narration.Tell(Waited, () => LockAttempt.Busy(holder()));
            Rest();
        }
    }

    private LockHandle Run()
    {
        for (bool first = true; ; first = false)
        {
            _cancellationToken.ThrowIfCancellationRequested();
            bool isLast = Left() == TimeSpan.Zero;
            LockAttempt attempt = Attempt(isLast);
            ILockHold? hold = attempt.Hold ?? Enter();
            if (hold is not null)
            {
                return Hand(_request, hold, first ? TimeSpan.Zero : Waited, _record);
            }

            RefuseEndlessWait();
            if (isLast)
            {
                throw LockText.TimedOut(_request, Waited, Look());
            }

            if (_record is not null)
            {
                Tell(_request, _record.Waits(Look()));
            }

            _narration.Tell(Waited, Look);

            // The loop ends: each turn moves the monotonic clock by a pause of at least a millisecond, or its turn in the queue has
            // come, and the attempt after the deadline is the last.
            if (_request.WaitHost is { } host)
            {
                WaitSuspended(host);
            }
            else
            {
                Rest();
            }
        }
    }

    // The queue first, then the engine. Behind a gate that stays closed some engines can be free all the same.
    private LockAttempt Attempt(bool isLast)
    {
        bool passed = _contender.Queue?.TryPass(isLast) ?? true;
        _isBehindTheGate = !passed;
        if (passed)
        {
            return _contender.Try(isLast);
        }

        if (_contender.CanEndBehindTheGate && (isLast || MonotonicClock.Now >= _nextLook))
        {
            _nextLook = MonotonicClock.Now + LookBehindTheGate;
            if (_contender.Probe())
            {
                return _contender.Try(isLast);
            }
        }

        return LockAttempt.Busy(holder: null);
    }

    // A child of the holder goes in beside it. Who holds is looked up only for one that was given a token of this lock.
    private EnteredHold? Enter()
        => EntryToken.MayAdmit(_request) ? EnteredHold.TryEnter(_request, _contender.Look().Holder) : null;

    private void RefuseEndlessWait()
    {
        if (Waited >= AncestryAfter)
        {
            _ancestry.RefuseEndlessWait(_request, _contender.Look().Holder);
        }
    }

    private LockAttempt Look() => _contender.Look() with { Position = _contender.Queue?.Waiters().OwnPlace };

    // The thread's place is given away meanwhile, and getting it back may take long: so only when it is worth it. Nobody owns the
    // gate while the host has the place: it is passed, given up at once, and tried again when the place is back.
    private void WaitSuspended(ILockWaitHost host)
    {
        _contender.Queue?.StepBack();
        host.Suspend();
        try
        {
            // Ends as the loop above does.
            while (!IsWorthResuming() && Left() > TimeSpan.Zero)
            {
                _narration.Tell(Waited, Look);
            }
        }
        finally
        {
            host.Resume();
        }
    }

    private bool IsWorthResuming()
    {
        if (_isBehindTheGate && _contender.Queue is { } queue)
        {
            TimeSpan pause = LongestRest();
            bool passed = queue.Wait(pause, _cancellationToken);
            queue.StepBack();
            return passed || _contender.CanEndBehindTheGate && _contender.Probe();
        }

        Pause.For(Shortest(_backoff.Next(), LongestRest()), _cancellationToken);
        return _contender.Probe();
    }

    // Pauses until the turn in the queue comes, or until something is due.
    private void Rest()
    {
        if (_isBehindTheGate && _contender.Queue is { } queue)
        {
            _ = queue.Wait(LongestRest(), _cancellationToken);
        }
        else
        {
            Pause.For(Shortest(_backoff.Next(), LongestRest()), _cancellationToken);
        }
    }

    private TimeSpan LongestRest()
    {
        TimeSpan waited = Waited;
        TimeSpan untilAncestry = waited < AncestryAfter ? AncestryAfter - waited : TimeSpan.MaxValue;
        return Shortest(Shortest(Left(), _narration.UntilNext(waited)), Shortest(untilAncestry, LookBehindTheGate));
    }

    private static LockHandle Hand(LockRequest request, ILockHold hold, TimeSpan waited, LockRecord? record)
    {
        LockHandle handle;
        try
        {
            handle = new LockHandle(request, hold, waited, record);
        }
        catch
        {
            hold.Release(PreviousOutcome.Released); // nobody else could
            throw;
        }

        try
        {
            Tell(request, record?.Took(handle, hold is EnteredHold));
            request.Observer?.Report(new LockAcquired(request, handle));
        }
        catch
        {
            handle.Release(); // the caller gets the observer's exception and no handle: nothing may stay locked
            throw;
        }

        return handle;
    }

    private static void Tell(LockRequest request, LockEvent? lockEvent)
    {
        if (lockEvent is not null)
        {
            request.Observer?.Report(lockEvent);
        }
    }

    private TimeSpan Left()
    {
        TimeSpan waited = Waited;
        return _request.Timeout == Timeout.InfiniteTimeSpan ? TimeSpan.MaxValue
            : _request.Timeout > waited ? _request.Timeout - waited
            : TimeSpan.Zero;
    }

    private static TimeSpan Shortest(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
