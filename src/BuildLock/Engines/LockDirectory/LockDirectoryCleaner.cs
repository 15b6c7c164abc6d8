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
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LitterAge = TimeSpan.FromDays(1);

    private readonly IEntryForm _form;

    public LockDirectoryCleaner(IEntryForm form) => _form = form;

    public IReadOnlyList<LockSight> Clean(IReadOnlyList<LockSight> all, TimeSpan untouched)
    {
        List<(LockSight Sight, EntryFolder Folder, long Number)> taken = all
            .Where(sight => sight.State is SightState.Free or SightState.Abandoned && sight.Untouched >= untouched)
            .Select(sight => (sight, new EntryFolder(sight.Place, _form), TryTake(sight)))
            .Where(one => one.Item3 > 0)
            .ToList();
        if (taken.Count > 0)
        {
            Pause.For(Settling, CancellationToken.None);
        }

        List<LockSight> removed = taken.Where(one => Remove(one.Folder, one.Number)).Select(one => one.Sight).ToList();
        foreach (string root in all.Select(sight => Path.GetDirectoryName(sight.Place)!).Distinct(StringComparer.Ordinal))
        {
            DeleteLitter(root);
        }

        return removed;
    }

    // The number that is ours, or 0.
    private long TryTake(LockSight sight)
    {
        var folder = new EntryFolder(sight.Place, _form);
        try
        {
            List<long> numbers = folder.Numbers();
            long last = numbers.LastOrDefault();
            if (numbers.Count == 0 || !HoldState.Read(folder, last, Setting.DefaultExpireAfter, new AgeWatch()).HasEnded)
            {
                return 0; // somebody came meanwhile
            }

            var holder = new LockHolder(ProcessIdentity.Current, Guid.NewGuid().ToString("N").Substring(0, 8), "cleaning up", WallClock.Now);
            string text = HolderText.Write(holder, ("key", sight.Key), ("lock", sight.LockId));
            if (!_form.TryClaim(folder.EntryPath(last + 1), text, sight.Scope == nameof(LockScope.User) ? LockScope.User : LockScope.Machine))
            {
                return 0;
            }

            numbers = folder.Numbers();
            if (numbers.Contains(last) && numbers[numbers.Count - 1] == last + 1)
            {
                return last + 1;
            }

            folder.Mark(last + 1, EntryFolder.ReleasedMark);
            return 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return 0; // another user's, or gone: not ours to clean
        }
    }

    private static bool Remove(EntryFolder folder, long number)
    {
        string away = StateFiles.Beside(folder.FullPath, ".dead-");
        try
        {
            if (AtomicRename.TryMove(folder.FullPath, away))
            {
                StateFiles.TryDelete(away); // what cannot be deleted now is litter, and goes another day
                return true;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another user's folder in a sticky directory: it may be used, not removed.
        }

        try
        {
            folder.Mark(number, EntryFolder.ReleasedMark);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Gone by now. Otherwise it is free with the end of this process.
        }

        return false;
    }

    private static void DeleteLitter(string root)
    {
        foreach (string litter in Directory.EnumerateDirectories(root, ".new-*").Concat(Directory.EnumerateDirectories(root, ".dead-*")))
        {
            // The time of day is good enough: a preparation that is taken away fails and is made again.
            if (WallClock.Now.UtcDateTime - Directory.GetLastWriteTimeUtc(litter) > LitterAge)
            {
                StateFiles.TryDelete(litter);
            }
        }
    }
}
