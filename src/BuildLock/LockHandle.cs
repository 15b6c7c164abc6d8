using System;
using System.Threading;
using System.Threading.Tasks;
using BuildLock.Engines;
using BuildLock.Journal;
using BuildLock.Platform;

namespace BuildLock;

/// <summary>A held lock. Disposing it releases, once, from any thread.</summary>
/// <remarks>Releasing never throws, so it cannot hide the error that is passing through a <c>using</c> block;
/// what goes wrong while releasing is reported to the <see cref="ILockObserver"/>.</remarks>
#if NET8_0_OR_GREATER
public sealed class LockHandle : IDisposable, IAsyncDisposable
#else
public sealed class LockHandle : IDisposable
#endif
{
    private const int Held = 0;
    private const int Released = 1;
    private const int LostState = 2;

    private readonly LockRequest _request;
    private readonly ILockHold _hold;
    private readonly LockRecord? _record;
    private readonly CancellationTokenSource _lost = new();
    private readonly IDisposable? _maxHold;
    private int _state = Held;

    internal LockHandle(LockRequest request, ILockHold hold, TimeSpan waited, LockRecord? record = null)
    {
        _request = request;
        _hold = hold;
        _record = record;
        Waited = waited;
        Lost = _lost.Token; // kept apart: the token stays readable after the source is disposed
        hold.WatchLoss(OnLost);
        if (request.MaxHold is { } limit)
        {
            _maxHold = Keeper.Schedule(limit, OnMaxHold);
        }
    }

    /// <summary>What is locked.</summary>
    public LockKey Key => _request.Key;

    /// <summary>The name of the engine that holds it, such as <c>port-quorum</c>.</summary>
    public string Engine => _request.Engine.Name;

    /// <summary>Who holds it: this process, as waiters see it.</summary>
    public LockHolder Holder => _hold.Holder;

    /// <summary>
    /// A number that grows with every hold of this key. Hand it to whatever the lock protects, and let that refuse
    /// a number lower than one it has seen. <c>lockdir</c> and <c>lockfile</c> count holds. <c>port-quorum</c> and <c>oslock</c> use the
    /// wall clock in 100 ns units, above the number of the hold before as long as its record is there: theirs can fall
    /// when that was lost (<c>port-quorum</c>: by a restart of the machine) and the clock is set back. So can that of <c>none</c>,
    /// which keeps no record.
    /// </summary>
    public long FencingToken => _hold.FencingToken;

    /// <summary>
    /// Lets a child process enter this hold instead of waiting for it forever: the value for the environment
    /// variable <c>BUILDLOCK_ENTER</c> of a process that this one starts and waits for while it holds the lock. Worth
    /// nothing once the hold has ended. It carries a secret of this process: hand it to that child alone.
    /// </summary>
    public string EntryToken => Waiting.EntryToken.Create(_request, Holder);

    /// <summary>How the hold before this one ended, as far as the engine can know it.</summary>
    public PreviousOutcome PreviousOutcome => _hold.PreviousOutcome;

    /// <summary>Who had it before, or <see langword="null"/> where that is not known.</summary>
    public LockHolder? PreviousHolder => _hold.PreviousHolder;

    /// <summary>How long the acquisition waited: from the call to the hold, and exactly zero when nobody was in the way.</summary>
    public TimeSpan Waited { get; }

    /// <summary>
    /// Cancelled when the lock is lost before it was released: another took it over, its state was deleted, or
    /// <see cref="LockOptions.MaxHold"/> passed. Work after that is not protected. Never cancelled by releasing.
    /// </summary>
    public CancellationToken Lost { get; }

    /// <summary>Why the lock was lost, or <see langword="null"/> while it is not.</summary>
    public LockLostException? Loss { get; private set; }

    /// <summary>Whether the lock is held: neither released nor, as far as is known, lost.</summary>
    public bool IsHeld => Volatile.Read(ref _state) == Held;

    /// <summary>Throws when the lock was lost; call it before a step that must not run unprotected.</summary>
    /// <exception cref="LockLostException">The lock was lost (BL2003).</exception>
    public void ThrowIfLost()
    {
        if (Volatile.Read(ref _state) == LostState)
        {
            throw Loss!;
        }
    }

    /// <summary>Releases the lock. Does nothing when it was released or lost before.</summary>
    public void Release() => End(PreviousOutcome.Released);

    /// <summary>Gives the lock up in the middle of the work: as <see cref="Release"/>, but the next holder is told
    /// <see cref="PreviousOutcome.Abandoned"/>, since what the lock protects may be half written.</summary>
    public void Abandon() => End(PreviousOutcome.Abandoned);

    /// <summary>Releases the lock, as <see cref="Release"/> does.</summary>
    public void Dispose() => Release();

    /// <summary>Releases the lock, as <see cref="Release"/> does; there is nothing to wait for.</summary>
    /// <returns>A completed task: a <see cref="Task"/> in every framework, so that code compiled against one of the
    /// package's assemblies runs with the other.</returns>
    public Task DisposeAsync()
    {
        Release();
        return Task.CompletedTask;
    }

#if NET8_0_OR_GREATER
    /// <inheritdoc/>
    ValueTask IAsyncDisposable.DisposeAsync()
    {
        Release();
        return default;
    }
#endif

    private void End(PreviousOutcome outcome)
    {
        if (!Leave(Released, loss: null))
        {
            Tell(Loss is null ? null : _record?.Lost(Loss)); // the process may end before the pool comes to it
            return;
        }

        _maxHold?.Dispose();
        _record?.Ends();
        Exception? problem = _hold.Release(outcome);
        if (problem is not null)
        {
            Tell(new LockReleaseFailed(_request, problem));
        }

        Tell(_record?.Released(outcome, problem));
        _lost.Dispose();
    }

    private void OnMaxHold() => OnLost(LockText.LostToMaxHold(_request.Key, _request.MaxHold!.Value));

    private void OnLost(string reason)
    {
        if (!Leave(LostState, new LockLostException(reason, _request.Key, Engine)))
        {
            return;
        }

        _maxHold?.Dispose();
        if (_record is { } record)
        {
            // Apart from the announcement: a disk that hangs must not keep the owner from hearing of the loss.
            record.Ends();
            ThreadPool.QueueUserWorkItem(_ => Tell(record.Lost(Loss!)));
        }

        // Told first, given up second. On the pool: the user's callbacks may block, and the caller is the one thread
        // that renews every lock of this process.
        ThreadPool.QueueUserWorkItem(_ => Announce());
        _hold.Release(PreviousOutcome.Expired);
    }

    private void Announce()
    {
        try
        {
            _lost.Cancel();
        }
        catch (AggregateException)
        {
            // Thrown by callbacks of the user, on a thread where it would end the process. The loss itself stays known.
        }

        Tell(new LockLost(_request, Loss!));
    }

    private void Tell(LockEvent? lockEvent)
    {
        try
        {
            if (lockEvent is not null)
            {
                _request.Observer?.Report(lockEvent);
            }
        }
#pragma warning disable RCS1075, CA1031 // Whatever an observer throws: releasing must not fail, and a loss must not end the process.
        catch (Exception)
        {
        }
#pragma warning restore RCS1075, CA1031
    }

    // Exactly one of release and loss wins, whichever threads they come from.
    private bool Leave(int state, LockLostException? loss)
    {
        lock (_lost)
        {
            if (_state != Held)
            {
                return false;
            }

            Loss = loss;
            Volatile.Write(ref _state, state);
            return true;
        }
    }
}
