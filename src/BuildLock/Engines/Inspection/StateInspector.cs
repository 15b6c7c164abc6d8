using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using BuildLock.Engines.State;
using BuildLock.Platform;
using BuildLock.Queueing;

namespace BuildLock.Engines.Inspection;

/// <summary>What the inspectors of engines with state on disk have in common: each lock has a place of its own, and is read
/// there.</summary>
internal abstract class StateInspector : ILockInspector
{
    protected StateInspector(string name) => Name = name;

    public abstract bool CanBreak { get; }

    /// <summary>The engine's.</summary>
    protected string Name { get; }

    public LockSight Find(LockRequest request)
    {
        string path = StateRoot.FolderFor(request);
        try
        {
            LockSight sight = See(path);
            TellWaiters(sight, QueueAddresses.Of(request), isOneOfMany: false);
            return sight;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw StateError.From(e, request, path);
        }
    }

    public IReadOnlyList<LockSight> FindAll(IReadOnlyList<string> roots)
    {
        List<LockSight> sights = Places(roots).Select(TrySee).ToList();
        foreach (LockSight sight in sights.Where(sight => sight.State == SightState.Held))
        {
            TellWaiters(sight, AddressOf(sight.Place), isOneOfMany: true);
        }

        return sights;
    }

    public abstract string? Break(LockRequest request, LockSight sight);

    public void Forget(LockRequest request)
    {
        try
        {
            using DirectoryHandle? root = StateRoot.TryOpen(request);
            string name = StateRoot.NameFor(request);
            _ = root is null || root.TryDeleteFile(name) || StateRemoval.TryDeleteFolder(root, name);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It stays, and does no harm.
        }
    }

    public abstract IReadOnlyList<LockSight> Clean(IReadOnlyList<string> roots, TimeSpan untouched);

    /// <summary>Where this engine's locks lie.</summary>
    protected abstract IEnumerable<string> Places(IReadOnlyList<string> roots);

    protected abstract LockSight See(string path);

    /// <summary>Notes who waits for it.</summary>
    protected virtual void TellWaiters(LockSight sight, QueueAddress address, bool isOneOfMany) => WaitersOf.Tell(sight, address, gate: null, isOneOfMany);

    /// <summary>The queue of a lock that is found by its place. Which scope it has decides only about the rights of what would be
    /// made.</summary>
    protected QueueAddress AddressOf(string path)
    {
        string place = Path.GetDirectoryName(path)!;
        return QueueAddresses.Of(Name, StateListing.IdOf(path), StateRoot.OfMachine().Contains(place) ? null : place, isOfUser: false);
    }

    // One lock that cannot be read must not hide the others.
    private LockSight TrySee(string path)
    {
        try
        {
            return See(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new LockSight(Name, path, SightState.Mute, fields: null) { LockId = StateListing.IdOf(path) };
        }
    }
}
