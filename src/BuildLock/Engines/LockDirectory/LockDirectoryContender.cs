using System;
using System.Collections.Generic;
using System.IO;
using BuildLock.Engines.State;
using BuildLock.Identity;
using BuildLock.Queueing;

namespace BuildLock.Engines.LockDirectory;

/// <summary>Looks at the highest number, and creates the next one when that hold has ended.</summary>
internal sealed class LockDirectoryContender : ILockContender
{
    // Litter is rare, and looking for it costs a listing.
    private const int LitterInterval = 64;

    private readonly LockRequest _request;
    private readonly IEntryForm _form;
    private readonly AgeWatch _age = new();
    private readonly VanishingPatience _patience = new();

    public LockDirectoryContender(LockRequest request, IEntryForm form)
    {
        _request = request;
        _form = form;
        Queue = LockQueue.TryJoin(QueueAddresses.Of(request));
    }

    public LockQueue? Queue { get; }

    // By age, by MaxHold, by being broken, and where others share the folder who do not share the queue.
    public bool CanEndBehindTheGate => true;

    public LockAttempt Try(bool isLast)
    {
        try
        {
            // Ends: each turn means that the folder changed between two looks, and after a few that is contention.
            for (int turn = 0; turn < 8; turn++)
            {
                try
                {
                    if (TryOnce() is { } attempt)
                    {
                        _patience.Reset();
                        return attempt;
                    }
                }
                catch (IOException e) when (turn < 7 && VanishingPatience.IsVanished(e))
                {
                    // A cleaner, or a stale network handle: look again.
                }
            }

            return LockAttempt.Busy(holder: null);
        }
        catch (IOException e) when (!isLast && _patience.IsLeftFor(e))
        {
            return LockAttempt.Busy(holder: null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw StateError.From(e, _request, StateRoot.FolderFor(_request));
        }
    }

    public bool Probe()
    {
        try
        {
            using GenerationFolder? folder = GenerationFolder.TryOpen(_request, _form);
            long highest = EntryFolder.Highest(folder?.Numbers() ?? new List<long>());
            return highest == 0 || HoldState.Read(folder!, highest, _request.ExpireAfter, _age).HasEnded;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw StateError.From(e, _request, StateRoot.FolderFor(_request));
        }
    }

    public LockAttempt Look()
    {
        try
        {
            using GenerationFolder? folder = GenerationFolder.TryOpen(_request, _form);
            long highest = EntryFolder.Highest(folder?.Numbers() ?? new List<long>());
            return folder is not null && highest > 0 && HoldState.Read(folder, highest, _request.ExpireAfter, _age) is { HasEnded: false } held ? Busy(held) : LockAttempt.Busy(holder: null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return LockAttempt.Busy(holder: null); // the next attempt reports what lasts
        }
    }

    public void Dispose() => Queue?.Dispose();

    private LockAttempt? TryOnce()
    {
        // Opened for each attempt: one that is kept open may have been renamed away since, and is not the lock's any more.
        using GenerationFolder? folder = GenerationFolder.TryOpen(_request, _form);
        List<long> numbers = folder?.Numbers() ?? new List<long>();
        if (folder is null || numbers.Count == 0)
        {
            GenerationFolder.Create(_request, _form);
            return null;
        }

        long highest = EntryFolder.Highest(numbers);
        HoldState state = HoldState.Read(folder, highest, _request.ExpireAfter, _age);
        if (!state.HasEnded)
        {
            // The marks of a hold that has ended go with it, once the next number is there: so "not ended" is true only of a
            // number that still is the highest. A holder that is long gone must not be named as the one in the way, least of
            // all to a process that it started (BL2002).
            return EntryFolder.Highest(folder.Numbers()) == highest ? Busy(state) : null;
        }

        var hold = LockDirectoryHold.TryTake(_request, _form, folder, highest, state, Queue);
        if (hold is null)
        {
            return null; // another one was faster, or we came too late
        }

        if (hold.FencingToken % LitterInterval == 0)
        {
            folder.TryDeleteLitter();
        }

        return LockAttempt.Held(hold);
    }

    private static LockAttempt Busy(HoldState state)
        => LockAttempt.Busy(state.Holder, state is { Holder: null, ForeignOwner: { } owner } ? () => "a process of " + UserName.Of(owner) : null);
}
