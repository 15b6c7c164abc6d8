using System;
using System.Collections.Generic;
using System.IO;
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
        string path = StateRoot.FolderFor(request);
        try
        {
            using EntryFolder folder = EntryFolder.TryOpen(path, _form) ?? throw new DirectoryNotFoundException($"'{path}' is not there.");
            long highest = EntryFolder.Highest(folder.Numbers());
            HoldState state = HoldState.Read(folder, highest, Setting.DefaultExpireAfter, new AgeWatch());
            if (state.Holder?.Id != sight.Holder?.Id || (state.HasEnded && state.Outcome is PreviousOutcome.Released or PreviousOutcome.None))
            {
                return "That hold had ended by itself already.";
            }

            using Entry entry = folder.Open(highest);
            try
            {
                entry.Mark(EntryFolder.ExpiredMark, HolderText.Write(request.NewHolder()));
            }
            catch (IOException) when (entry.HasMark(EntryFolder.ExpiredMark))
            {
                return "It was broken already.";
            }

            return "The next one gets it now. Its holder learns that it lost the lock when it looks next, which it does six times in its ExpireAfter (every 10 s by default).";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw StateError.From(e, request, path);
        }
    }

    public override IReadOnlyList<LockSight> Clean(IReadOnlyList<string> roots, TimeSpan untouched)
        => new LockDirectoryCleaner(_form).Clean(FindAll(roots), untouched);

    protected override IEnumerable<string> Places(IReadOnlyList<string> roots) => StateListing.Folders(roots, Name);

    protected override LockSight See(string path)
    {
        using EntryFolder? folder = EntryFolder.TryOpen(path, _form);
        long highest = EntryFolder.Highest(folder?.Numbers() ?? new List<long>());
        if (folder is null || highest == 0)
        {
            return new LockSight(Name, path, SightState.Free, fields: null) { LockId = StateListing.IdOf(path), Untouched = Untouched(folder, highest) };
        }

        // A look of its own each time: nothing is ever found expired by it that a contender would have to watch first.
        HoldState state = HoldState.Read(folder, highest, Setting.DefaultExpireAfter, new AgeWatch());

        // A number that is not the highest any more says nothing (see LockDirectoryContender). A few turns are enough for
        // what only informs.
        for (int turn = 0; turn < 4 && !state.HasEnded && EntryFolder.Highest(folder.Numbers()) is > 0 and var now && now != highest; turn++)
        {
            highest = now;
            state = HoldState.Read(folder, highest, Setting.DefaultExpireAfter, new AgeWatch());
        }

        SightState what = state switch
        {
            { HasEnded: true, Outcome: PreviousOutcome.Abandoned } => SightState.Abandoned,
            { HasEnded: true } => SightState.Free,
            { IsSilent: true } => SightState.Silent,
            _ => SightState.Held,
        };
        return new LockSight(Name, path, what, state.Fields) { LockId = StateListing.IdOf(path), Holder = state.Holder, Untouched = Untouched(folder, highest) };
    }

    // By this machine's clock, for people to read and for what is swept away by the day.
    private static TimeSpan? Untouched(EntryFolder? folder, long highest) => folder is null ? null : WallClock.Now.UtcDateTime - folder.LastChange(highest);
}
