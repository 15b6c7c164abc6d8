using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using BuildLock.Engines.Inspection;
using BuildLock.Engines.State;
using BuildLock.Platform;
using BuildLock.Queueing;

namespace BuildLock.Engines.OsLock;

/// <summary>Reads the text in each file, and asks the operating system only where that does not tell.</summary>
internal sealed class OsLockInspector : StateInspector
{
    public OsLockInspector(string name)
        : base(name)
    {
    }

    // The operating system takes the lock from nobody who lives, and a killed process is free at once.
    public override bool CanBreak => false;

    public override string? Break(LockRequest request, LockSight sight) => null;

    /// <remarks>Under the file's lock, so that nobody holds it; who waits for it finds another file at its name, and opens that.
    /// Only on Linux, where a contender can tell that.</remarks>
    public override IReadOnlyList<LockSight> Clean(IReadOnlyList<string> roots, TimeSpan untouched)
        => OperatingSystemKind.IsLinux
            ? FindAll(roots).Where(sight => sight.State is SightState.Free or SightState.Abandoned && sight.Untouched >= untouched && TryDelete(sight.Place)).ToList()
            : Array.Empty<LockSight>();

    protected override IEnumerable<string> Places(IReadOnlyList<string> roots) => StateListing.Files(roots, Name);

    protected override LockSight See(string path)
    {
        using DirectoryHandle? root = StateRoot.TryOpen(Path.GetDirectoryName(path)!);
        using FileHandle? file = root is null ? null : OsLockFile.TryOpen(root, Path.GetFileName(path));
        if (file is null)
        {
            return new LockSight(Name, path, SightState.Free, fields: null) { LockId = StateListing.IdOf(path) };
        }

        using QueueFolder? queue = QueueFolder.TryFind(AddressOf(path));
        HoldRecord? record = HoldRecord.FindLast(queue, file, out _);
        bool isLocked = IsLocked(file);
        SightState state = isLocked ? SightState.Held
            : record is { Outcome: null } ? SightState.Abandoned
            : SightState.Free;

        // A record with its end is not the present holder's: that has not written yet, or cannot.
        return new LockSight(Name, path, state, isLocked && record?.Outcome is not null ? null : record?.Fields)
        {
            LockId = StateListing.IdOf(path),
            Untouched = WallClock.Now.UtcDateTime - file.Status().Modified,
        };
    }

    protected override void TellWaiters(LockSight sight, QueueAddress address, bool isOneOfMany)
    {
        using DirectoryHandle? root = StateRoot.TryOpen(Path.GetDirectoryName(sight.Place)!);
        using FileHandle? gate = root is null ? null : OsLockFile.TryOpen(root, Path.GetFileName(sight.Place));
        if (gate is not null)
        {
            WaitersOf.Tell(sight, address, gate, isOneOfMany);
        }
    }

    private static bool TryDelete(string path)
    {
        try
        {
            using DirectoryHandle? root = StateRoot.TryOpen(Path.GetDirectoryName(path)!);
            using FileHandle? file = root is null ? null : OsLockFile.TryOpen(root, Path.GetFileName(path));
            return file is not null && file.TryLock() && root!.TryDeleteFile(Path.GetFileName(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // another user's: not ours to clean
        }
    }

    // Takes it for a moment, as any attempt does that comes between. The kernel's list would tell, and is slow to read for each.
    private static bool IsLocked(FileHandle file)
    {
        if (!file.TryLock())
        {
            return true;
        }

        file.Unlock();
        return false;
    }
}
