using System;
using System.IO;
using System.Linq;
using System.Threading;
using BuildLock.Identity;
using BuildLock.Platform;

namespace BuildLock.Queueing;

/// <summary>One contender's place in the queue that the kernel keeps for a lock, in front of the engine.</summary>
/// <remarks>
/// <para>The queue orders the contenders of one machine and wakes the next one. It lets nobody in: behind it each makes its own attempt
/// with the engine, and where there is no queue, or its files were deleted, contenders look again after pauses.</para>
/// <para>For its first 200 ms a contender blocks its own thread in the kernel: one wake-up from release to hold. Then another thread
/// stands in the queue for it, and this one reports, keeps the deadline, and looks every few seconds whether the lock is free
/// although the turnstile is not: the one in it may be stopped. When the second thread takes over, the contender asks for the
/// turnstile anew, behind those who came in these 200 ms; whoever stands in the turnstile stays there.</para>
/// </remarks>
internal sealed class LockQueue : IDisposable
{
    private static readonly TimeSpan SettleAfter = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan RecordAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan LookWithoutWaiting = TimeSpan.FromMilliseconds(20);

    private readonly QueueFolder? _folder;
    private readonly QueueEntry _entry;
    private readonly bool _isGateTheLock;
    private readonly TimeSpan _since = MonotonicClock.Now;
    private PassingThread? _thread;
    private WaiterRecord? _record;
    private LockTurn? _turn;
    private TimeSpan _nextLook = MonotonicClock.Now + LookEvery; // from the start of the wait: a newcomer, too, is past a stopped one in time
    private bool _isBroken; // the files cannot be locked, so that there is no order
    private bool _isLeftBehind;

    private LockQueue(QueueFolder? folder, QueueEntry entry, bool isGateTheLock)
    {
        _folder = folder;
        _entry = entry;
        _isGateTheLock = isGateTheLock;
    }

    // Where a thread in the kernel cannot be called back, nobody waits there: it would outlast every deadline. Asked for by those who
    // wait: a first lock that is free has no use for what that needs.
    private static bool CanWait => OperatingSystemKind.IsWindows || ThreadInterrupt.IsPossible;

    /// <summary>Whether the gate is the lock itself.</summary>
    public bool IsGateTheLock => _isGateTheLock;

    /// <summary>Whether this contender's turn has come, and the engine may be tried.</summary>
    public bool HasPassed => _isBroken || (_thread is null && _entry.HasGate);

    /// <summary>The turn of a contender that has passed; <see langword="null"/> where the files turned out not to be lockable.</summary>
    public LockTurn? Turn => _isBroken || !HasPassed ? null : _turn ??= new LockTurn(_entry, _folder);

    /// <returns><see langword="null"/> where there can be no queue.</returns>
    public static LockQueue? TryJoin(QueueAddress address)
    {
        QueueFolder? folder = QueueFolder.TryOpen(address, out _);
        if (folder is null)
        {
            return null;
        }

        if (QueueEntry.TryOpen(folder) is { } entry)
        {
            return new LockQueue(folder, entry, isGateTheLock: false);
        }

        folder.Dispose();
        return null;
    }

    /// <summary>A queue before a gate that is the lock itself.</summary>
    /// <param name="gate">Becomes this object's own.</param>
    public static LockQueue Join(QueueAddress address, FileHandle gate)
    {
        QueueFolder? folder = QueueFolder.TryOpen(address, out _);
        return new LockQueue(folder, QueueEntry.Open(folder, gate), isGateTheLock: true);
    }

    /// <summary>Passes if nobody is in the way.</summary>
    /// <param name="isLast">No look will follow: the one in the turnstile may be stopped, so the gate is looked at past it.</param>
    /// <exception cref="IOException">The gate is the lock, and its file system cannot lock.</exception>
    public bool TryPass(bool isLast)
    {
        try
        {
            return HasPassed || (_thread is null && _entry.TryPass()) || (isLast && TryPassBy());
        }
        catch (IOException) when (!_isGateTheLock)
        {
            return _isBroken = true; // no flock(2) on this file system
        }
    }

    /// <summary>Waits for the turn.</summary>
    /// <returns>Whether it has come. It may come back earlier, so ask again.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <exception cref="IOException">The gate is the lock, and its file system cannot lock.</exception>
    public bool Wait(TimeSpan atMost, CancellationToken cancellationToken)
    {
        try
        {
            TimeSpan untilSettled = SettleAfter - (MonotonicClock.Now - _since);
            if (HasPassed)
            {
                return true;
            }

            if (!CanWait)
            {
                Pause.For(atMost < LookWithoutWaiting ? atMost : LookWithoutWaiting, cancellationToken);
                _ = _entry.TryPass();
            }
            else if (_thread is null && untilSettled > TimeSpan.Zero)
            {
                WaitHere(atMost < untilSettled ? atMost : untilSettled, cancellationToken);
            }
            else
            {
                WaitSettled(atMost, cancellationToken);
            }
        }
        catch (IOException) when (!_isGateTheLock)
        {
            _isBroken = true;
        }

        return HasPassed;
    }

    /// <summary>Leaves the queue, for one whose host takes its time before it tries: nobody owns the gate meanwhile.</summary>
    public void Leave()
    {
        if (!_isLeftBehind && !StopThread())
        {
            _isBroken = _isLeftBehind = true;
        }

        StepBack();
    }

    /// <summary>Lets the next one have its turn, and keeps no place.</summary>
    public void StepBack()
    {
        if (HasPassed && !_isBroken)
        {
            _turn = null;
            _entry.StepBack();
        }
    }

    /// <summary>Who waits here, in order, with this contender's own place where it has one.</summary>
    public WaiterList Waiters()
    {
        _record ??= _folder is null ? null : WaiterRecord.TryWrite(_folder, MonotonicClock.Now - _since);
        return _folder is null ? WaiterList.Empty : WaiterList.Read(_folder, _entry.Gate, _record?.Name);
    }

    /// <summary>The process that has the gate, as the kernel knows it: one that has not written who it is, was stopped before it could,
    /// or is another program that locked the file. Slow.</summary>
    /// <returns><see langword="null"/> where that cannot be known.</returns>
    public string? DescribeGateOwner()
    {
        int process = FileLockTable.Read(_entry.Gate.Status()).Where(entry => !entry.IsWaiting).Select(entry => entry.ProcessId).FirstOrDefault();
        return process > 0 && CommandText.ProgramOf(process) is { } program ? FormattableString.Invariant($"'{program}', pid {process}") : null;
    }

    /// <summary>The record of who holds, as far as one is there and its writer has not ended.</summary>
    public HoldRecord? Holder(string lockId)
        => (_folder is not null || _isGateTheLock) && HoldRecord.FindLive(_folder, _entry.Gate) is { Fields: { } fields } record
            && HolderText.Get(fields, "lock") == lockId ? record : null; // who owns two folders could move a true record from one to the other;

    public void Dispose()
    {
        _record?.Delete();
        if (!_isLeftBehind && StopThread() && _turn is not { IsTaken: true })
        {
            _entry.Dispose();
        }

        _folder?.Dispose();
    }

    private void WaitHere(TimeSpan atMost, CancellationToken cancellationToken)
    {
        _entry.Rearm();
        using IDisposable deadline = Keeper.Schedule(atMost, _entry.Interrupt);
        using CancellationTokenRegistration cancelled = cancellationToken.CanBeCanceled ? cancellationToken.Register(_entry.Interrupt) : default;
        _entry.Pass();
    }

    private void WaitSettled(TimeSpan atMost, CancellationToken cancellationToken)
    {
        TimeSpan waited = MonotonicClock.Now - _since;
        if (waited >= RecordAfter && _folder is not null)
        {
            _record ??= WaiterRecord.TryWrite(_folder, waited);
        }

        _thread ??= new PassingThread(_entry);

        TimeSpan untilLook = _nextLook - MonotonicClock.Now;
        if (!_thread.Wait(atMost < untilLook ? atMost : untilLook, cancellationToken))
        {
            if (MonotonicClock.Now < _nextLook)
            {
                return;
            }

            _nextLook = MonotonicClock.Now + LookEvery;
            _ = TryPassBy();
            return;
        }

        Exception? problem = _thread.Problem;
        _thread = null;
        if (problem is not null)
        {
            throw problem as IOException ?? new IOException(problem.Message, problem);
        }
    }

    private bool TryPassBy()
    {
        if (!_entry.TryPassBy())
        {
            return false;
        }

        // A thread that does not come out keeps the files, and closes them when its turn comes. The gate is not to stay locked for that.
        _isBroken = _isLeftBehind = !StopThread();
        if (_isLeftBehind)
        {
            _entry.LeaveGate();
        }

        return HasPassed;
    }

    // False when it does not come out of the kernel.
    private bool StopThread()
    {
        bool hasEnded = _thread?.Stop() ?? true;
        _thread = null;
        return hasEnded;
    }
}
