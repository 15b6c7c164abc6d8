using System;
using System.IO;
using BuildLock.Platform;

namespace BuildLock.Queueing;

/// <summary>One contender's way through the turnstile and the gate.</summary>
/// <remarks>
/// <para>Both are files that the kernel locks for one open file at a time. The turnstile lets one contender at a time stand before the
/// gate; the gate is locked as long as the lock is held. Who releases and wants the lock again finds another process in
/// the turnstile, and queues behind it.</para>
/// <para>1. Nobody waits for the turnstile while it owns the gate, so there is no circle. 2. A holder is not in the turnstile. 3. An
/// owner of either that dies loses it at once; one that is stopped before the gate keeps others waiting in the turnstile,
/// which is why those look past it (<see cref="TryPassBy"/>).</para>
/// <para>One thread at a time; <see cref="TryPassBy"/> and <see cref="Interrupt"/> may come from another while one is in
/// <see cref="Pass"/>.</para>
/// </remarks>
internal sealed class QueueEntry : IDisposable
{
    private readonly FileHandle? _turnstile;
    private readonly FileHandle _gate;
    private readonly object _waiting = new();
    private bool _isInTurnstile;
    private volatile bool _hasGate;
    private bool _isInterrupted; // guarded by _waiting, as the next one
    private FileLockWait? _wait; // the one that a thread is in

    /// <param name="turnstile"><see langword="null"/> where there is none; then the gate alone orders its contenders.</param>
    /// <param name="gate">Becomes this object's own, as the turnstile does.</param>
    public QueueEntry(FileHandle? turnstile, FileHandle gate)
    {
        _turnstile = turnstile;
        _gate = gate;
    }

    /// <returns><see langword="null"/> where its files cannot be opened or made: something planted, a private file, or no room. The
    /// engine excludes without a queue.</returns>
    public static QueueEntry? TryOpen(QueueFolder folder)
    {
        FileHandle? turnstile = null;
        try
        {
            turnstile = folder.OpenTurnstile();
            return new QueueEntry(turnstile, folder.OpenGate());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            turnstile?.Dispose();
            return null;
        }
    }

    /// <summary>Before a gate that is the lock itself. Without a turnstile a newcomer may slip in; the gate excludes all the
    /// same.</summary>
    public static QueueEntry Open(QueueFolder? folder, FileHandle gate)
    {
        try
        {
            return new QueueEntry(folder?.OpenTurnstile(), gate);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new QueueEntry(turnstile: null, gate);
        }
    }

    public FileHandle Gate => _gate;

    /// <summary>Whether the gate is this contender's.</summary>
    public bool HasGate => _hasGate;

    /// <summary>Passes if nobody is in the way, without waiting. Who meets a closed gate stays in the turnstile.</summary>
    public bool TryPass()
    {
        if (_hasGate)
        {
            return true;
        }

        if (!_isInTurnstile && _turnstile is not null)
        {
            _isInTurnstile = _turnstile.TryLock();
            if (!_isInTurnstile)
            {
                return false;
            }
        }

        _hasGate = _gate.TryLock();
        if (_hasGate)
        {
            LeaveTurnstile();
        }

        return _hasGate;
    }

    /// <summary>Looks past the turnstile, and takes the gate if nobody has it.</summary>
    /// <remarks>Beside a thread in <see cref="Pass"/> it may come to have the gate twice. It is one open file's lock, and is one.</remarks>
    public bool TryPassBy()
    {
        // Only ever set: the thread in Pass may be granted the gate between the two steps.
        if (!_hasGate && _gate.TryLock())
        {
            _hasGate = true;
        }

        return _hasGate;
    }

    /// <summary>Forgets an interruption. Called before anything that may interrupt the next <see cref="Pass"/> is set up.</summary>
    public void Rearm()
    {
        lock (_waiting)
        {
            _isInterrupted = false;
        }
    }

    /// <summary>Blocks the calling thread until the gate is passed.</summary>
    /// <returns><see langword="false"/> when it was interrupted. A place in the turnstile is kept.</returns>
    public bool Pass()
    {
        _isInTurnstile = _isInTurnstile || (_turnstile is not null && !_hasGate && Wait(_turnstile));
        if (!_hasGate && (_isInTurnstile || _turnstile is null) && Wait(_gate))
        {
            _hasGate = true; // only ever set, as in TryPassBy
        }

        if (_hasGate)
        {
            LeaveTurnstile();
        }

        return _hasGate;
    }

    /// <summary>Ends <see cref="Pass"/>, now or as soon as it begins.</summary>
    public void Interrupt()
    {
        lock (_waiting)
        {
            _isInterrupted = true;
            _wait?.Interrupt();
        }
    }

    /// <summary>Gives the gate up, and nothing else.</summary>
    public void LeaveGate()
    {
        if (_hasGate)
        {
            _hasGate = false;
            _gate.Unlock();
        }
    }

    /// <summary>Gives up what it has, and stays ready to begin anew.</summary>
    public void StepBack()
    {
        LeaveGate();
        LeaveTurnstile();
    }

    /// <summary>Passes the gate on to the holder: what is left here is closed.</summary>
    public FileHandle TakeGate()
    {
        LeaveTurnstile();
        _turnstile?.Dispose();
        return _gate;
    }

    public void Dispose()
    {
        StepBack();
        _turnstile?.Dispose();
        _gate.Dispose();
    }

    private bool Wait(FileHandle file)
    {
        using var wait = FileLockWait.For(file);
        lock (_waiting)
        {
            if (_isInterrupted)
            {
                return false;
            }

            _wait = wait;
        }

        try
        {
            return wait.Run();
        }
        finally
        {
            lock (_waiting)
            {
                _wait = null;
            }
        }
    }

    private void LeaveTurnstile()
    {
        if (_isInTurnstile)
        {
            _isInTurnstile = false;
            _turnstile!.Unlock(); // not only closed: a child between fork and exec has a copy of the descriptor
        }
    }
}
