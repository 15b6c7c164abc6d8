using System;
using System.Threading;
using System.Threading.Tasks;
using BuildLock.Engines;
using BuildLock.Journal;
using BuildLock.Platform;
using BuildLock.Queueing;

namespace BuildLock.Waiting;

/// <summary>The one place that waits: attempts, pauses, deadline, cancellation and telling.</summary>
internal sealed class WaitLoop
{
    // Long enough for the holders of most builds to be gone, so that nobody asks who they were; short enough for a wait that can
    // never end to be refused within a second.
    private static readonly TimeSpan AncestryAfter = TimeSpan.FromMilliseconds(200);

    private readonly LockRequest _request;
    private readonly ILockContender _contender;
    private readonly CancellationToken _cancellationToken;
    private readonly LockRecord? _record;
    private readonly ContenderPause _pause;
    private readonly Narration _narration;
    private readonly Ancestry _ancestry = new();
    private TimeSpan _nextLook = MonotonicClock.Now + ContenderPause.LookBehindTheGate;

    private WaitLoop(LockRequest request, ILockContender contender, CancellationToken cancellationToken, LockRecord? record = null)
    {
        _request = request;
        _contender = contender;
        _cancellationToken = cancellationToken;
        _record = record;
        _narration = new Narration(request);
        _pause = new ContenderPause(request, contender, _narration, AncestryAfter, cancellationToken);
    }

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
            bool isLast = _pause.Left == TimeSpan.Zero;
            LockQueue? queue = _contender.Queue;
            bool passed = queue?.TryPass(isLast) ?? true;
            _pause.IsBehindTheGate = !passed;
            bool isLooking = passed || (isLast && _contender.CanEndBehindTheGate) || IsTimeToLook(queue);
            if (queue is { IsGateTheLock: true } ? passed : isLooking && _contender.Probe())
            {
                return;
            }

            if (isLast)
            {
                throw LockText.TimedOut(_request, _pause.Waited, LockAttempt.Busy(holder()));
            }

            _narration.Tell(_pause.Waited, () => LockAttempt.Busy(holder()));
            _pause.Rest();
        }
    }

    private LockHandle Run()
    {
        for (bool first = true; ; first = false)
        {
            _cancellationToken.ThrowIfCancellationRequested();
            bool isLast = _pause.Left == TimeSpan.Zero;
            LockAttempt attempt = Attempt(isLast);
            ILockHold? hold = attempt.Hold ?? Enter();
            if (hold is not null)
            {
                return Hand(_request, hold, first ? TimeSpan.Zero : _pause.Waited, _record);
            }

            RefuseEndlessWait();
            if (isLast)
            {
                throw LockText.TimedOut(_request, _pause.Waited, first ? _contender.Look() : Look());
            }

            if (_record is not null)
            {
                Tell(_request, _record.Waits(_contender.Look()));
            }

            _narration.Tell(_pause.Waited, Look);

            // The loop ends: each turn moves the monotonic clock by a pause of at least a millisecond, or its turn in the queue has
            // come, and the attempt after the deadline is the last.
            if (_request.WaitHost is { } host)
            {
                _pause.WaitSuspended(host, Look, RefuseEndlessWait);
            }
            else
            {
                _pause.Rest();
            }
        }
    }

    // The queue first, then the engine. Behind a gate that stays closed some engines can be free all the same.
    private LockAttempt Attempt(bool isLast)
    {
        bool passed = _contender.Queue?.TryPass(isLast) ?? true;
        _pause.IsBehindTheGate = !passed;
        if (passed)
        {
            return _contender.Try(isLast);
        }

        if (((isLast && _contender.CanEndBehindTheGate) || IsTimeToLook(_contender.Queue)) && _contender.Probe())
        {
            return _contender.Try(isLast);
        }

        return LockAttempt.Busy(holder: null);
    }

    // Who has the gate may have been stopped before the engine let it in, or wait for a holder that does not know the queue.
    private bool IsTimeToLook(LockQueue? queue)
    {
        if (queue is null or { IsGateTheLock: true } || MonotonicClock.Now < _nextLook)
        {
            return false;
        }

        _nextLook = MonotonicClock.Now + ContenderPause.LookBehindTheGate;
        return true;
    }

    // A child of the holder goes in beside it. Who holds is looked up only for one that was given a token of this lock.
    private EnteredHold? Enter()
        => EntryToken.MayAdmit(_request) ? EnteredHold.TryEnter(_request, _contender.Look().Holder) : null;

    private void RefuseEndlessWait()
    {
        if (_pause.Waited >= AncestryAfter)
        {
            _ancestry.RefuseEndlessWait(_request, _contender.Look().Holder);
        }
    }

    private LockAttempt Look() => _contender.Look() with { Position = _contender.Queue?.Waiters().OwnPlace };

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
}
