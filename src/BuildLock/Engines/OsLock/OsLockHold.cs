using System;
using System.Globalization;
using System.IO;
using BuildLock.Identity;
using BuildLock.Platform;
using BuildLock.Queueing;

namespace BuildLock.Engines.OsLock;

/// <summary>A locked file. Its content says who holds, and afterwards how the hold ended; it decides nothing.</summary>
internal sealed class OsLockHold : ILockHold
{
    private const int LooksPerExpiry = 6;

    private readonly LockRequest _request;
    private readonly LockTurn _turn;
    private readonly FileHandle _file;
    private readonly DirectoryHandle _root;
    private readonly string _name;
    private readonly object _gate = new();
    private Action<string>? _onLost;
    private IDisposable? _look;
    private bool _ended; // guarded by _gate

    private OsLockHold(LockRequest request, LockTurn turn, FileHandle file, DirectoryHandle root, string name)
    {
        _request = request;
        _turn = turn;
        _file = file;
        _root = root;
        _name = name;
        Holder = request.NewHolder();
        PreviousOutcome = turn.Previous is null && file.Status().Length > 0 ? PreviousOutcome.Abandoned : turn.PreviousOutcome; // a half-written record
        FencingToken = FencingClock.Next(after: turn.Previous?.Token ?? 0);
        Exception? problem = turn.Take(HolderText.Write(Holder, [.. request.Names(), (HoldRecord.TokenField, FencingToken.ToString(CultureInfo.InvariantCulture))]));
        if (problem is not null)
        {
            _ = turn.End(PreviousOutcome.Released);
            throw problem; // a full disk: nobody could be told who holds
        }
    }

    public LockHolder Holder { get; }

    public long FencingToken { get; }

    public PreviousOutcome PreviousOutcome { get; }

    public LockHolder? PreviousHolder => _turn.Previous?.Holder; // parsed only where it is asked for

    /// <param name="root">Becomes the hold's own, as the turn does.</param>
    public static OsLockHold Take(LockRequest request, LockTurn turn, FileHandle file, DirectoryHandle root, string name)
        => new(request, turn, file, root, name);

    public void WatchLoss(Action<string> onLost)
    {
        _onLost = onLost;
        ScheduleLook();
    }

    public Exception? Release(PreviousOutcome outcome)
    {
        lock (_gate)
        {
            _ended = true;
            _look?.Dispose();
        }

        Exception? problem = _turn.End(outcome);
        _root.Dispose();
        return problem;
    }

    private void ScheduleLook()
    {
        lock (_gate)
        {
            if (!_ended)
            {
                _look = Keeper.Schedule(TimeSpan.FromTicks(_request.ExpireAfter.Ticks / LooksPerExpiry), Look);
            }
        }
    }

    // Somebody may delete the file under us; the next contender would then make and lock another one.
    private void Look()
    {
        bool isLost = false;
        lock (_gate)
        {
            if (_ended)
            {
                return;
            }

            try
            {
                isLost = !_file.Status().IsSameFileAs(_root.Status(_name));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Out of reach just now: no loss.
            }
        }

        if (isLost)
        {
            _onLost!(LockText.LostState(_request.Key, _root.PathOf(_name)));
            return;
        }

        ScheduleLook();
    }
}
