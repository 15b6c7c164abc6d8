using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using BuildLock.Engines.Inspection;
using BuildLock.Engines.State;
using BuildLock.Identity;
using BuildLock.Platform;
using BuildLock.Settings;

namespace BuildLock.Engines.LockDirectory;

/// <summary>Removes the folders of locks that nobody has held for long.</summary>
/// <remarks>
/// <para>It takes the lock first, by the rules of <see cref="GenerationFolder"/>, so that no holder can be there, renames the
/// folder away in one step, and deletes it then. Whoever comes later finds no folder and begins anew.</para>
/// <para>Left over is the contender that saw the last hold ended before it was taken here, and claims the next number only
/// after another has made the folder anew: its number would be too high there, and rule 3 would let a third one in above
/// it. So the lock is held for a time that no contender takes between its look and its claim before the folder goes.
/// What remains is one that was stopped exactly there for longer, on a lock that nobody had touched for a day.</para>
/// </remarks>
internal sealed class LockDirectoryCleaner
{
    private const string DeadPrefix = ".dead-";
    private const string NewPrefix = ".new-";

    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LitterAge = TimeSpan.FromDays(1);

    private readonly IEntryForm _form;

    public LockDirectoryCleaner(IEntryForm form) => _form = form;

    public IReadOnlyList<LockSight> Clean(IReadOnlyList<LockSight> all, TimeSpan untouched)
    {
        List<(LockSight Sight, long Number, string Text)> taken = all
            .Where(sight => (sight.State is SightState.Free or SightState.Abandoned) && sight.Untouched >= untouched)
            .Select(TryTake)
            .Where(one => one.Number > 0)
            .ToList();
        if (taken.Count > 0)
        {
            Pause.For(Settling, CancellationToken.None);
        }

        List<LockSight> removed = taken.Where(one => Remove(one.Sight.Place, one.Number, one.Text)).Select(one => one.Sight).ToList();
        foreach (string root in all.Select(sight => Path.GetDirectoryName(sight.Place)!).Distinct(StringComparer.Ordinal))
        {
            DeleteLitter(root);
        }

        return removed;
    }

    // The number that is ours, or 0. The folders are not kept open meanwhile: there may be more than a process may open.
    private (LockSight Sight, long Number, string Text) TryTake(LockSight sight)
    {
        var holder = new LockHolder(ProcessIdentity.Current, Guid.NewGuid().ToString("N").Substring(0, 8), "cleaning up", WallClock.Now);
        string text = HolderText.Write(holder, ("key", sight.Key), ("lock", sight.LockId));
        try
        {
            using EntryFolder? folder = EntryFolder.TryOpen(sight.Place, _form);
            List<long> numbers = folder?.Numbers() ?? new List<long>();
            long last = EntryFolder.Highest(numbers);
            if (numbers.Count == 0 || !HoldState.Read(folder!, last, Setting.DefaultExpireAfter, new AgeWatch()).HasEnded)
            {
                return (sight, 0, text); // another one came meanwhile
            }

            using Claim? claim = Claim.TryNext(folder!, last, text, sight.Scope == nameof(LockScope.User) ? LockScope.User : LockScope.Machine);
            claim?.Keep();
            return (sight, claim?.Number ?? 0, text);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (sight, 0, text); // another user's, or gone: not ours to clean
        }
    }

    private bool Remove(string place, long number, string text)
    {
        try
        {
            using DirectoryHandle? root = StateRoot.TryOpen(Path.GetDirectoryName(place)!);
            if (root is not null && IsOurs(place, number, text))
            {
                string away = StateFiles.NewName(DeadPrefix);
                if (root.TryRenameDirectory(Path.GetFileName(place), away))
                {
                    StateRemoval.TryDeleteFolder(root, away); // what cannot be deleted now is litter, and goes another day
                    return true;
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another user's folder in a sticky directory: it may be used, not removed.
        }

        try
        {
            using EntryFolder? folder = EntryFolder.TryOpen(place, _form);
            using Entry? entry = folder?.Open(number);
            if (entry?.ReadHolder(out _, out _) == text)
            {
                entry!.Mark(EntryFolder.ReleasedMark);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Gone by now. Otherwise it is free with the end of this process.
        }

        return false;
    }

    private bool IsOurs(string place, long number, string text)
    {
        using EntryFolder? folder = EntryFolder.TryOpen(place, _form);
        using Entry? entry = folder?.Open(number);
        return entry?.ReadHolder(out _, out _) == text;
    }

    private static void DeleteLitter(string root)
    {
        try
        {
            using DirectoryHandle? folder = StateRoot.TryOpen(root);
            IEnumerable<string> names = folder?.Names(StateRemoval.MostEntries) ?? Array.Empty<string>();
            foreach (string litter in names.Where(name => name.StartsWith(NewPrefix, StringComparison.Ordinal) || name.StartsWith(DeadPrefix, StringComparison.Ordinal)))
            {
                // The time of day is good enough: a preparation that is taken away fails and is made again.
                if (folder!.Status(litter) is { Kind: FileKind.Directory } status && WallClock.Now.UtcDateTime - status.Modified > LitterAge)
                {
                    StateRemoval.TryDeleteFolder(folder, litter);
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another user's folder, or gone. It is only litter.
        }
    }
}
