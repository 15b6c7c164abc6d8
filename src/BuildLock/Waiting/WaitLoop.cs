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
    // A signal may get lost with the process that was to send it; the lock is looked at again within this time anyway.
    private static readonly TimeSpan LongestBlindWait = TimeSpan.FromSeconds(1);

    private readonly LockRequest _request;
    private readonly ILockContender _contender;
    private readonly CancellationToken _cancellationToken;
    private readonly LockRecord? _record;
    private readonly TimeSpan _start = MonotonicClock.Now;
    private readonly Narration _narration;
    private readonly Backoff _backoff = new();
    private readonly Ancestry _ancestry = new();

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

    /// <summary>Waits on a thread of its own. On the pool's, waiters that look for a silent holder would take the threads
    /// on which a holder in the same process answers them.</summary>
    public static Task<LockHandle> AcquireAsync(LockRequest request, CancellationToken cancellationToken)
        => Task.Factory.StartNew(
            () => Acquire(request, cancellationToken),
            cancellationToken,
            TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach,
            TaskScheduler.Default);

    public static LockHandle? TryAcquire(LockRequest request)
    {
        using ILockContender contender = request.Engine.Contend(request);
        LockAttempt attempt = contender.Try(isLast: true);
        ILockHold? hold = attempt.Hold ?? EnteredHold.TryEnter(request, attempt.Holder);
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
            if (_contender.Probe())
            {
                return;
            }

            if (isLast)
            {
                throw LockText.TimedOut(_request, Waited, LockAttempt.Busy(holder()));
            }

            if (_narration.UntilNext(Waited) == TimeSpan.Zero)
            {
                _narration.Tell(Waited, LockAttempt.Busy(holder()));
            }

            Pause.For(Shortest(_backoff.Next(), Left(), _narration.UntilNext(Waited)), _cancellationToken);
        }
    }

    private LockHandle Run()
    {
        for (bool first = true; ; first = false)
        {
            _cancellationToken.ThrowIfCancellationRequested();
            bool isLast = Left() == TimeSpan.Zero;
            LockAttempt attempt = _contender.Try(isLast);
            ILockHold? hold = attempt.Hold ?? EnteredHold.TryEnter(_request, attempt.Holder);
            if (hold is not null)
            {
                return Hand(_request, hold, first ? TimeSpan.Zero : Waited, _record);
            }

            _ancestry.RefuseEndlessWait(_request, attempt.Holder);
            if (isLast)
            {
                throw LockText.TimedOut(_request, Waited, attempt);
            }

            Tell(_request, _record?.Waits(attempt));

            // The loop ends: each turn moves the monotonic clock by a pause of at least a millisecond or a signal, and
            // the attempt after the deadline is the last.
            if (_request.WaitHost is { } host)
            {
                WaitSuspended(host, attempt);
            }
            else
            {
                Rest(attempt);
            }
        }
    }

    // The thread's place is given away meanwhile, and getting it back may take long: so only when it is worth it.
    private void WaitSuspended(ILockWaitHost host, LockAttempt attempt)
    {
        host.Suspend();
        try
        {
            // Ends as the loop above does.
            while (!Rest(attempt) && Left() > TimeSpan.Zero && !_contender.Probe())
            {
            }
        }
        finally
        {
            host.Resume();
        }
    }

    // Tells what is due and pauses. True when it was a signal that ended the pause.
    private bool Rest(LockAttempt attempt)
    {
        TimeSpan waited = Waited;
        _narration.Tell(waited, attempt);
        TimeSpan pause = attempt.Changed is null ? _backoff.Next() : LongestBlindWait;
        pause = Shortest(pause, Left(), _narration.UntilNext(waited));
        if (attempt.Changed is { } signal)
        {
            return signal.Wait(pause, _cancellationToken);
        }

        Pause.For(pause, _cancellationToken);
        return false;
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

    private static TimeSpan Shortest(TimeSpan a, TimeSpan b, TimeSpan c)
    {
        TimeSpan shortest = a < b ? a : b;
        return shortest < c ? shortest : c;
    }
}
