using System;
using System.Collections.Generic;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace BuildLock.MSBuild;

/// <summary>The locks that the projects of this build hold in this process. MSBuild disposes it when the build ends,
/// whether it succeeded, failed or was cancelled; when the process ends without that, the operating system frees them.</summary>
/// <remarks>Never a static: on a reused node statics live on into the next build, and so would the locks.</remarks>
internal sealed class HeldLocks : IDisposable
{
    // Its own for each load of this assembly, because two copies of it in one build (two package versions, or one from two
    // places) are two types: the second would find the first one's object under a common key and could not use it.
    private static readonly string RegistryKey = "BuildLock.HeldLocks/" + Guid.NewGuid().ToString("N");

    private readonly List<HeldLock> _held = new(); // also the gate
    private readonly EndlessWaits _waits;
    private RequestWatch? _watch;
    private bool _disposed;

    private HeldLocks() => _waits = new EndlessWaits(BlockerOf);

    /// <summary>What was waited for.</summary>
    public WaitTally Tally { get; } = new();

    /// <summary>What projects went on without.</summary>
    public LocksNotTaken NotTaken { get; } = new();

    public static HeldLocks Of(IBuildEngine engine) => BuildObjects.GetOrAdd(engine, RegistryKey, () => new HeldLocks());

    /// <summary>Hears from now on how projects end, to give up what they hold. The first project with locks in a process begins
    /// it, in its first target; it ends with the build.</summary>
    /// <param name="project">The path of the project that calls.</param>
    /// <param name="configuration">What MSBuild numbers it by, or <see langword="null"/> in a task host, where nothing is heard.</param>
    public void WatchRequests(string project, int? configuration)
    {
        lock (_held)
        {
            if (!_disposed && configuration is { } number)
            {
                _watch ??= new RequestWatch(ProjectEnded);
                _watch.Join(project, number);
            }
        }
    }

    /// <summary>The request that the caller runs in, or <see langword="null"/> where that is not known.</summary>
    public RequestScope? CurrentScope
    {
        get
        {
            lock (_held)
            {
                return _watch?.Current;
            }
        }
    }

    /// <summary>The latest hold of that name, or <see langword="null"/>.</summary>
    /// <param name="engine">Only a hold by this engine; empty for any.</param>
    public HeldLock? Find(HeldName name, string engine)
    {
        lock (_held)
        {
            return _held.FindLast(e => e.Name == name && IsBy(e, engine));
        }
    }

    /// <summary>The hold of that very lock, or <see langword="null"/>.</summary>
    public HeldLock? FindSame(HeldName name, string identity)
    {
        lock (_held)
        {
            return _held.FindLast(e => e.Name == name && e.Identity == identity);
        }
    }

    /// <summary>The latest hold of a project on a folder that need not exist any more, or <see langword="null"/>.</summary>
    public HeldLock? FindFolder(string owner, string path, string @namespace, string engine)
    {
        lock (_held)
        {
            return _held.FindLast(e => e.Name.Owner == owner && e.Name.Key.IsPath && e.Name.Key.Text == path && e.Name.Namespace == @namespace && IsBy(e, engine));
        }
    }

    /// <param name="waited">How long the lock was waited for.</param>
    /// <param name="isRestoring">Whether the project is being restored.</param>
    /// <exception cref="OperationCanceledException">The build has ended; the lock is released.</exception>
    public HeldLock Add(HeldName name, string identity, LockHandle handle, TimeSpan waited, bool isRestoring)
    {
        var held = new HeldLock(name, identity, handle, CurrentScope, waited, isRestoring);
        NotTaken.Remove(name);
        lock (_held)
        {
            if (!_disposed)
            {
                _held.Add(held);
                return held;
            }
        }

        // The build ended while this task was waiting; nobody would release it.
        handle.Release();
        throw new OperationCanceledException();
    }

    /// <summary>A project begins to wait. The wait is refused, now or when it comes to that, where it can be seen that it cannot end.</summary>
    public void Waits(ProjectWait wait)
    {
        lock (_held)
        {
            _waits.Add(wait);
        }
    }

    public void NoLongerWaits(ProjectWait wait)
    {
        lock (_held)
        {
            _waits.Remove(wait);
        }
    }

    /// <summary>Whether another project of this build, in this process, has the lock.</summary>
    public bool IsHeldByAnother(HeldName name, string identity)
    {
        lock (_held)
        {
            return BlockerOf(name, identity) is not null;
        }
    }

    /// <summary>Releases for a task, and says so when the lock was lost meanwhile.</summary>
    /// <param name="succeeded">Whether the work was done; otherwise the next holder is told.</param>
    /// <returns>Whether it was held all the time.</returns>
    public bool Release(HeldLock held, TaskLoggingHelper log, IBuildEngine engine, bool succeeded = true)
    {
        lock (_held)
        {
            _held.Remove(held);
        }

        LockLostException? loss = held.Handle.Loss;
        End(held, succeeded);
        if (loss is not null)
        {
            TaskErrors.Error(log, engine, loss.Code, loss.Text);
        }

        return loss is null;
    }

    public void Dispose()
    {
        lock (_held)
        {
            _disposed = true;
            _watch?.Dispose();
            _watch = null;
        }

        // Where the end of a project is heard, one that has not ended well was cancelled in the middle.
        EndWhere(_ => true, held => held.EndedWell || !held.EndIsHeard || !RequestWatch.HearsEnds);
    }

    private static bool IsBy(HeldLock held, string engine)
        => engine.Length == 0 || string.Equals(engine, held.Handle.Engine, StringComparison.OrdinalIgnoreCase);

    private static void End(HeldLock held, bool wasDone)
    {
        held.Mark?.Release();
        if (wasDone)
        {
            held.Handle.Release();
        }
        else
        {
            held.Handle.Abandon(); // what it protects may be half written
        }
    }

    // What a project leaves held when it ends well is meant for the rest of the build; what it took in its restore is not, since
    // the build that comes next is another run, and would wait for it.
    private void ProjectEnded(RequestScope scope, bool failed)
    {
        if (failed)
        {
            EndWhere(held => held.Scope == scope, _ => false);
            return;
        }

        EndWhere(held => held.Scope == scope && held.IsRestoring, _ => true);
        List<HeldLock> kept;
        lock (_held)
        {
            kept = _held.FindAll(held => held.Scope == scope);
            kept.ForEach(held => held.EndedWell = true);
            _waits.LookAgain();
        }

        foreach (HeldLock held in kept)
        {
            Mark(held);
        }
    }

    // Outside the gate: it may take some milliseconds, and the hold may be released meanwhile.
    private void Mark(HeldLock held)
    {
        if (!held.KeepsOut || KeptMark.Set(held.Handle) is not { } mark)
        {
            return;
        }

        lock (_held)
        {
            if (_held.Contains(held))
            {
                held.Mark = mark;
                return;
            }
        }

        mark.Release();
    }

    private HeldLock? BlockerOf(HeldName name, string identity)
        => _held.FindLast(held => held.IsSameLock(name, identity) && held.Name.Owner != name.Owner && held.KeepsOut);

    private void EndWhere(Predicate<HeldLock> condition, Predicate<HeldLock> wasDone)
    {
        List<HeldLock> ended;
        lock (_held)
        {
            ended = _held.FindAll(condition);
            _held.RemoveAll(condition);
        }

        foreach (HeldLock held in ended)
        {
            End(held, wasDone(held));
        }
    }
}
