using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using BuildLock.Engines.State;
using BuildLock.Platform;

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
            (LockSight Sight, string Beacon) seen = See(path);
            WaiterCensus.Ask(new[] { seen });
            return seen.Sight;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw StateError.From(e, request, path);
        }
    }

    public IReadOnlyList<LockSight> FindAll(IReadOnlyList<string> roots)
    {
        List<(LockSight Sight, string Beacon)> seen = Places(roots).Select(TrySee).ToList();
        WaiterCensus.Ask(seen);
        return seen.ConvertAll(pair => pair.Sight);
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

    /// <returns>The lock, and where its holder answers; that may be empty.</returns>
    protected abstract (LockSight Sight, string Beacon) See(string path);

    // One lock that cannot be read must not hide the others.
    private (LockSight Sight, string Beacon) TrySee(string path)
    {
        try
        {
            return See(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (new LockSight(Name, path, SightState.Mute, fields: null) { LockId = StateListing.IdOf(path) }, string.Empty);
        }
    }
}
