using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using BuildLock.Identity;
using BuildLock.Platform;
using BuildLock.Queueing;

namespace BuildLock.Engines.LockDirectory;

/// <summary>An entry that is ours: renewed until it is released, and looked after in case it is lost.</summary>
internal sealed class LockDirectoryHold : ILockHold
{
    // A holder shows signs of life this often, so that one missed beat, or four, is not its death.
    private const int RenewalsPerExpiry = 6;

    private static readonly TimeSpan MarkAgain = TimeSpan.FromSeconds(1);

    private readonly LockRequest _request;
    private readonly GenerationFolder _folder;
    private LockTurn? _turn;
    private readonly string _text;
    private Action<string>? _onLost;
    private IDisposable? _renewal;
    private volatile bool _ended;

    private LockDirectoryHold(LockRequest request, GenerationFolder folder, long number, HoldState previous)
    {
        _request = request;
        _folder = folder;
        FencingToken = number;
        PreviousOutcome = previous.Outcome;
        PreviousHolder = previous.Holder;
        Holder = request.NewHolder();
        _text = HolderText.Write(
            Holder,
            [
                .. request.Names(),
                ("token", Number(number)),
                ("expire-after", Number(request.ExpireAfter.Ticks)),
                ("max-hold", request.MaxHold is { } maxHold ? Number(maxHold.Ticks) : string.Empty),
                ("steady", Number(MonotonicClock.Now.Ticks)),
            ]);
    }

    public LockHolder Holder { get; }

    public long FencingToken { get; }

    public PreviousOutcome PreviousOutcome { get; }

    public LockHolder? PreviousHolder { get; }

    /// <summary>Rule 3 of <see cref="GenerationFolder"/>.</summary>
    /// <param name="ended">The highest number, whose hold has ended.</param>
    /// <param name="queue">Whose turn becomes the hold's.</param>
    /// <returns>The hold of the next number, or <see langword="null"/> when somebody else has it or we came too late.</returns>
    public static LockDirectoryHold? TryTake(LockRequest request, GenerationFolder folder, long ended, HoldState previous, LockQueue? queue)
    {
        long number = ended + 1;
        var hold = new LockDirectoryHold(request, folder, number, previous);
        bool claimed = false;
        bool ours = false;
        try
        {
            claimed = folder.TryClaim(number, hold._text);
            if (claimed)
            {
                List<long> numbers = folder.Numbers();
                ours = numbers.Contains(ended) && numbers[numbers.Count - 1] == number;
                folder.DeleteBelow(ours ? number : 0, numbers);
            }
        }
        finally
        {
            if (claimed && !ours)
            {
                folder.Withdraw(number); // also when the look failed: an entry of a living process would block for ever
            }
        }

        // None where the lock was taken behind the gate of a holder that had lost it.
        hold._turn = ours ? queue?.Turn : null;
        hold._turn?.Take(text: null);

        return ours ? hold : null;
    }

    public void WatchLoss(Action<string> onLost)
    {
        _onLost = onLost;
        ScheduleRenewal();
    }

    public Exception? Release(PreviousOutcome outcome)
    {
        _ended = true;
        _renewal?.Dispose();
        try
        {
            if (!IsOurs())
            {
                return new HoldLostException($"its state at '{_folder.EntryPath(FencingToken)}' is another holder's by now, or was deleted.");
            }

            if (outcome != PreviousOutcome.Expired && _folder.HasMark(FencingToken, EntryFolder.ExpiredMark))
            {
                return new HoldLostException("it had been broken before, and others may have had it since."); // no mark: it has ended
            }

            _folder.Mark(FencingToken, outcome);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // As long as this process lives the entry looks held: nothing else would let others in.
            Keeper.Schedule(MarkAgain, () => MarkLate(outcome));
            return new IOException($"{e.Message.TrimEnd('.')}. It is tried again every second.", e);
        }
        finally
        {
            _ = _turn?.End(outcome); // first the mark, then the gate: the next one must find it free
        }
    }

    // Ends: with the mark, with the entry, or with the process, which is as good as a mark.
    private void MarkLate(PreviousOutcome outcome)
    {
        try
        {
            if (_folder.MarkedOutcome(FencingToken) is not null || !_folder.Numbers().Contains(FencingToken))
            {
                return;
            }

            // Only an entry that is certainly ours: the folder may have been made anew.
            if (_folder.ReadHolder(FencingToken, out _) is { } text)
            {
                if (text == _text)
                {
                    _folder.Mark(FencingToken, outcome);
                }

                return;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Still no room; or the state is out of reach.
        }

        Keeper.Schedule(MarkAgain, () => MarkLate(outcome));
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private void ScheduleRenewal()
    {
        _renewal = Keeper.Schedule(TimeSpan.FromTicks(_request.ExpireAfter.Ticks / RenewalsPerExpiry), Renew);
        if (_ended)
        {
            _renewal.Dispose(); // released while it was being scheduled
        }
    }

    // Looks before it renews: after a sleep of the machine the lock is ours as long as nobody took it, however late it is.
    private void Renew()
    {
        if (_ended)
        {
            return;
        }

        try
        {
            if (FindLoss() is { } loss)
            {
                if (!_ended)
                {
                    _onLost!(loss);
                }

                return;
            }

            _folder.Renew(FencingToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // One missed beat is no loss. If the state stays out of reach, others take over in time, and the look finds it.
        }

        ScheduleRenewal();
    }

    // After a folder was deleted and made anew, somebody else may have the same number. A text that cannot be read decides
    // nothing, as long as the entry is there.
    private bool IsOurs() => _folder.ReadHolder(FencingToken, out _) is not { } text ? _folder.Numbers().Contains(FencingToken) : text == _text;

    // One listing: asked one by one, two questions can both be answered around a deletion.
    private string? FindLoss()
    {
        List<long> numbers = _folder.Numbers();
        long highest = numbers.Count == 0 ? 0 : numbers[numbers.Count - 1];
        if (highest > FencingToken)
        {
            return LockText.LostToTakeover(_request.Key, HolderText.ReadHolder(HolderText.ReadFields(_folder.ReadHolder(highest, out _) ?? string.Empty)));
        }

        if (highest == FencingToken && !_ended && _folder.ReadMark(FencingToken, EntryFolder.ExpiredMark) is { } mark)
        {
            return LockText.LostToBreak(_request.Key, HolderText.ReadHolder(HolderText.ReadFields(mark)));
        }

        return highest == FencingToken && IsOurs() ? null : LockText.LostState(_request.Key, _folder.EntryPath(FencingToken));
    }
}
