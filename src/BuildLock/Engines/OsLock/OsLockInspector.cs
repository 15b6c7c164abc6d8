using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using BuildLock.Engines.Inspection;
using BuildLock.Engines.State;
using BuildLock.Identity;
using BuildLock.Platform;

namespace BuildLock.Engines.OsLock;

/// <summary>Reads what the last holder wrote, and asks the operating system only where that does not tell.</summary>
internal sealed class OsLockInspector : StateInspector
{
    public OsLockInspector(string name)
        : base(name)
    {
    }

    public override bool CanBreak => false;

    // Deleting the file would take the lock from whoever has it by then: what is looked at and what is deleted cannot be
    // made one.
    public override string? Break(LockRequest request, LockSight sight) => null;

    /// <remarks>Deleted while it is locked. Who has opened it already and locks it next finds that its name leads elsewhere
    /// (<see cref="ExclusiveFile.IsStillAt"/>); only Linux tells that.</remarks>
    public override IReadOnlyList<LockSight> Clean(IReadOnlyList<string> roots, TimeSpan untouched)
        => OperatingSystemKind.IsLinux
            ? FindAll(roots).Where(sight => sight.State is SightState.Free or SightState.Abandoned && sight.Untouched >= untouched && TryDelete(sight.Place)).ToList()
            : Array.Empty<LockSight>();

    protected override IEnumerable<string> Places(IReadOnlyList<string> roots) => StateListing.Files(roots, Name);

    protected override (LockSight Sight, string Beacon) See(string path)
    {
        IReadOnlyDictionary<string, string>? fields = null;
        SightState state = SightState.Free;
        if (File.Exists(path))
        {
            fields = HolderText.ReadFields(StateFiles.ReadText(path));
            LockHolder? holder = HolderText.ReadHolder(fields);
            state = fields?.ContainsKey(OsLockHold.Outcome) == true ? SightState.Free
                : (holder is null ? Liveness.Unknown : ProcessLiveness.Of(holder.Process)) switch
                {
                    Liveness.Alive => SightState.Held,
                    Liveness.Dead => SightState.Abandoned,
                    _ => IsLocked(path) ? SightState.Held : holder is null ? SightState.Free : SightState.Abandoned,
                };
        }

        var sight = new LockSight(Name, path, state, fields) { LockId = StateListing.IdOf(path), Untouched = WallClock.Now.UtcDateTime - File.GetLastWriteTimeUtc(path) };
        return (sight, fields is null ? string.Empty : HolderText.Get(fields, "beacon"));
    }

    private static bool TryDelete(string path)
    {
        try
        {
            using FileStream? file = File.Exists(path) ? ExclusiveFile.TryOpen(path, LockScope.Machine) : null;
            return file is not null && StateFiles.TryDelete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // another user's: not ours to clean
        }
    }

    // Takes it for a moment, as any attempt does that comes between.
    private static bool IsLocked(string path)
    {
        using FileStream? file = ExclusiveFile.TryOpen(path, LockScope.Machine);
        return file is null;
    }
}
