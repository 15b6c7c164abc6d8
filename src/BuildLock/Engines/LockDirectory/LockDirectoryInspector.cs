using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using BuildLock.Engines.Inspection;
using BuildLock.Engines.State;
using BuildLock.Identity;
using BuildLock.Platform;
using BuildLock.Settings;

namespace BuildLock.Engines.LockDirectory;

/// <summary>Reads the highest entry of each lock, as a contender does, and takes nothing.</summary>
internal sealed class LockDirectoryInspector : StateInspector
{
    private readonly IEntryForm _form;

    public LockDirectoryInspector(string name, IEntryForm form)
        : base(name) => _form = form;

    public override bool CanBreak => true;

    /// <remarks>The number is marked as expired. Marking cannot hit the wrong hold: a number is one hold's for ever, and a
    /// mark on one that has ended meanwhile changes nothing.</remarks>
    public override string? Break(LockRequest request, LockSight sight)
    {
        var folder = new EntryFolder(StateRoot.FolderFor(request), _form);
        try
        {
            List<long> numbers = folder.Numbers();
            long highest = numbers.Count == 0 ? 0 : numbers[numbers.Count - 1];
            HoldState state = HoldState.Read(folder, highest, Setting.DefaultExpireAfter, new AgeWatch());
            if (state.Holder?.Id != sight.Holder?.Id || (state.HasEnded && state.Outcome is PreviousOutcome.Released or PreviousOutcome.None))
            {
                return "That hold had ended by itself already.";
            }

            folder.Mark(highest, EntryFolder.ExpiredMark, HolderText.Write(request.NewHolder()));
            return "The next one gets it now. Its holder learns that it lost the lock when it looks next, which it does six times in its ExpireAfter (every 10 s by default).";
        }
        catch (IOException) when (folder.HasMark(folder.Numbers().LastOrDefault(), EntryFolder.ExpiredMark))
        {
            return "It was broken already.";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw StateError.From(e, request, folder.FullPath);
        }
    }

    public override IReadOnlyList<LockSight> Clean(IReadOnlyList<string> roots, TimeSpan untouched)
        => new LockDirectoryCleaner(_form).Clean(FindAll(roots), untouched);

    protected override IEnumerable<string> Places(IReadOnlyList<string> roots) => StateListing.Folders(roots, Name);

    protected override LockSight See(string path)
    {
        var folder = new EntryFolder(path, _form);
        List<long> numbers = folder.Numbers();
        if (numbers.Count == 0)
        {
            return new LockSight(Name, path, SightState.Free, fields: null) { LockId = StateListing.IdOf(path) };
        }

        // A look of its own each time: nothing is ever found expired by it that a contender would have to watch first.
        HoldState state = HoldState.Read(folder, numbers[numbers.Count - 1], Setting.DefaultExpireAfter, new AgeWatch());

        // A number that is not the highest any more says nothing (see LockDirectoryContender). A few turns are enough for
        // what only informs.
        for (int turn = 0; turn < 4 && !state.HasEnded && folder.Numbers() is { Count: > 0 } now && now[now.Count - 1] != numbers[numbers.Count - 1]; turn++)
        {
            numbers = now;
            state = HoldState.Read(folder, numbers[numbers.Count - 1], Setting.DefaultExpireAfter, new AgeWatch());
        }

        SightState what = state switch
        {
            { HasEnded: true, Outcome: PreviousOutcome.Abandoned } => SightState.Abandoned,
            { HasEnded: true } => SightState.Free,
            { IsSilent: true } => SightState.Silent,
            _ => SightState.Held,
        };
        TimeSpan untouched = WallClock.Now.UtcDateTime - Latest(Directory.GetLastWriteTimeUtc(path), File.GetLastWriteTimeUtc(folder.EntryPath(numbers[numbers.Count - 1])));
        var sight = new LockSight(Name, path, what, state.Fields) { LockId = StateListing.IdOf(path), Untouched = untouched };
        if (sight.Holder is { } holder)
        {
            holder.LastSign = state.Holder?.LastSign;
        }

        return sight;
    }

    private static DateTime Latest(DateTime a, DateTime b) => a > b ? a : b;
}
