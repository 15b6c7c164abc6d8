using System;
using System.Collections.Generic;
using System.IO;
using BuildLock.Beacons;
using BuildLock.Engines.State;

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
    private readonly QueuePlace _place;
    private BeaconWatch? _watch;
    private long _dialled = -1;

    public LockDirectoryContender(LockRequest request, IEntryForm form)
    {
        _request = request;
        _folder = new GenerationFolder(request, form);
        _place = new QueuePlace(canBeFollowed: request.WaitHost is null);
    }

    public LockAttempt Try(bool isLast)
    {
        if (_place.StepsBack(_request.Site, isLast, ref _watch))
        {
            return LockAttempt.Busy(holder: null, _watch, _watch?.Position); // who holds was not asked
        }

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

    public void Dispose()
    {
        _watch?.Dispose();
        _place.Dispose();
    }

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
            return numbers.Count > 0 && numbers[numbers.Count - 1] == highest ? Busy(highest, state) : null;
        }

        var hold = LockDirectoryHold.TryTake(_request, _folder, highest, state, _place.Room);
        if (hold is null)
        {
            return null; // somebody was faster, or we came too late
        }

        _place.PassOn(_watch);
        _watch = null;

        if (hold.FencingToken % LitterInterval == 0)
        {
            _folder.TryDeleteLitter();
        }

        return LockAttempt.Held(hold);
    }

    private LockAttempt Busy(long number, HoldState state)
    {
        if (_watch is { HasEnded: true })
        {
            // The holder ended without word, and its process is not quite gone yet, or cannot be seen: pauses tell. If it was a
            // waiter that ended, the holder is there to be called.
            _dialled = _watch.IsOfHolder ? _dialled : -1;
            _watch.Dispose();
            _watch = null;
        }

        // Called once for each hold: a holder that does not answer now is found dead or expired by looking.
        if (_watch is null && _dialled != number)
        {
            _dialled = number;
            _watch = BeaconClient.Dial(state.Holder, state.Beacon, _place);
        }

        return LockAttempt.Busy(state.Holder, _watch, _watch?.Position);
    }
}
