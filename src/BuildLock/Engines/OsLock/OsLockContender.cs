using System;
using System.IO;
using BuildLock.Engines.State;
using BuildLock.Platform;
using BuildLock.Queueing;

namespace BuildLock.Engines.OsLock;

/// <summary>Queues before the file whose lock is the lock: the queue's gate itself.</summary>
internal sealed class OsLockContender : ILockContender
{
    private readonly LockRequest _request;
    private readonly VanishingPatience _patience = new();
    private readonly string _name;
    private DirectoryHandle? _root;
    private FileHandle? _file; // the gate, as long as the queue has it
    private LockQueue? _queue;

    public OsLockContender(LockRequest request)
    {
        _request = request;
        _name = StateRoot.NameFor(request);
    }

    public LockQueue? Queue => _queue ??= Join();

    // The kernel takes the lock from no process that lives.
    public bool CanEndBehindTheGate => false;

    public LockAttempt Try(bool isLast)
    {
        LockTurn? turn = _queue?.Turn;
        try
        {
            // The file that was locked may not be the one that others find there: somebody deleted it, or put another in its place.
            if (turn is not null && _file!.Status().IsSameFileAs(_root!.Status(_name)))
            {
                _patience.Reset();
                var hold = OsLockHold.Take(_request, turn, _file!, _root!, _name);
                _root = null; // the hold's own from here on, as the file is
                return LockAttempt.Held(hold);
            }

            Leave();
            return LockAttempt.Busy(holder: null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw StateError.From(e, _request, StateRoot.FolderFor(_request));
        }
    }

    public LockAttempt Look()
    {
        LockHolder? holder = Queue?.Holder(_request.Id.ToString())?.Holder;
        return LockAttempt.Busy(holder, holder is null && Queue is { } queue ? queue.DescribeGateOwner : null);
    }

    public bool Probe()
    {
        try
        {
            using DirectoryHandle? root = StateRoot.TryOpen(_request);
            using FileHandle? file = root is null ? null : OsLockFile.TryOpen(root, _name);
            return file is null || file.TryLock(); // closing gives it up
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw StateError.From(e, _request, StateRoot.FolderFor(_request));
        }
    }

    public void Dispose() => Leave();

    private LockQueue Join()
    {
        string path = StateRoot.FolderFor(_request);

        // Ends: each turn means that the directory was deleted since it was made, and after a while that is an error.
        while (true)
        {
            try
            {
                _root = StateRoot.OpenOrCreate(_request);
                RefuseWhereItDoesNotExclude();
                _file = OsLockFile.Open(_root, _name, _request.Scope);
                return LockQueue.Join(QueueAddresses.Of(_request), _file);
            }
            catch (Exception e) when (_patience.IsLeftFor(e))
            {
                _root?.Dispose();
                _root = null;
                Pause.For(TimeSpan.FromMilliseconds(1), System.Threading.CancellationToken.None);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw StateError.From(e, _request, path);
            }
        }
    }

    private void Leave()
    {
        _queue?.Dispose();
        _root?.Dispose();
        (_queue, _root, _file) = (null, null, null);
    }

    private void RefuseWhereItDoesNotExclude()
    {
        string root = StateRoot.PathFor(_request);
        if (!FileSystemKind.IsKnownToExclude(root) && FileSystemKind.WhyLocksDoNotExclude(root) is { } reason)
        {
            throw new LockEngineException(
                DiagnosticCodes.EngineUnavailable,
                $"Engine 'oslock' cannot lock in '{root}': {reason}.",
                "Use Engine 'lockdir', or a LockDirectory on a local disk.",
                _request.Key,
                _request.Engine.Name);
        }
    }
}
