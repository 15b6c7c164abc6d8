using System;
using System.Collections.Generic;
using System.IO;
using BuildLock.Engines.State;
using BuildLock.Queueing;

namespace BuildLock.Engines.LockDirectory;

/// <summary>Looks at the highest number, and creates the next one when that hold has ended.</summary>
internal sealed class LockDirectoryContender : ILockContender
{
    // Litter is rare, and looking for it costs a listing.
    private const int LitterInterval = 64;

    private readonly LockRequest _request;
    private readonly GenerationFolder _folder;
    private readonly AgeWatch _age = new();
    private readonly VanishingPatience _patience = new();

    public LockDirectoryContender(LockRequest request, IEntryForm form)
    {
        _request = request;
        _folder = new GenerationFolder(request, form);
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
            throw StateError.From(e, _request, _folder.FullPath);
        }
    }

    public bool Probe()
    {
        try
        {
            List<long> numbers = _folder.Numbers();
            return numbers.Count == 0 || HoldState.Read(_folder, numbers[numbers.Count - 1], _request, _age).HasEnded;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw StateError.From(e, _request, _folder.FullPath);
        }
    }

    public LockAttempt Look()
    {
        try
        {
            List<long> numbers = _folder.Numbers();
            HoldState? state = numbers.Count == 0 ? null : HoldState.Read(_folder, numbers[numbers.Count - 1], _request, _age);
            return LockAttempt.Busy(state is { HasEnded: false } held ? held.Holder : null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return LockAttempt.Busy(holder: null); // the next attempt reports what lasts
        }
    }

    public void Dispose() => Queue?.Dispose();

    private LockAttempt? TryOnce()
    {
        List<long> numbers = _folder.Numbers();
        if (numbers.Count == 0)
        {
            _folder.Create();
            return null;
        }

        long highest = numbers[numbers.Count - 1];
        HoldState state = HoldState.Read(_folder, highest, _request, _age);
        if (!state.HasEnded)
        {
            // The marks of a hold that has ended go with it, once the next number is there: so "not ended" is true only of a
            // number that still is the highest. A holder that is long gone must not be named as the one in the way, least of
            // all to a process that it started (BL2002).
            numbers = _folder.Numbers();
            return numbers.Count > 0 && numbers[numbers.Count - 1] == highest ? LockAttempt.Busy(state.Holder) : null;
        }

        var hold = LockDirectoryHold.TryTake(_request, _folder, highest, state, Queue);
        if (hold is null)
        {
            return null; // somebody was faster, or we came too late
        }

        if (hold.FencingToken % LitterInterval == 0)
        {
            _folder.TryDeleteLitter();
        }

        return LockAttempt.Held(hold);
    }
}
