using System;
using System.Globalization;
using System.IO;
using BuildLock.Engines.State;
using BuildLock.Identity;
using BuildLock.Platform;
using BuildLock.Queueing;

namespace BuildLock.Engines.LockDirectory;

/// <summary>An entry that is ours: renewed until it is released, and looked after in case it is lost.</summary>
internal sealed class LockDirectoryHold : ILockHold
{
    // A holder shows signs of life this often, so that one missed beat, or four, is not its death.
    private const int RenewalsPerExpiry = 6;

    private static readonly TimeSpan LongestSilence = TimeSpan.FromTicks(HoldState.LongestOfOthers.Ticks / RenewalsPerExpiry);

    private static readonly TimeSpan MarkAgain = TimeSpan.FromSeconds(1);

    private readonly LockRequest _request;
    private readonly IEntryForm _form;
    private LockTurn? _turn;
    private readonly string _text;
    private Action<string>? _onLost;
    private IDisposable? _renewal;
    private volatile bool _ended;

    private LockDirectoryHold(LockRequest request, IEntryForm form, long number, HoldState previous)
    {
        _request = request;
        _form = form;
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

    /// <summary>Takes the next number.</summary>
    /// <param name="ended">The highest number, whose hold has ended.</param>
    /// <param name="queue">Whose turn becomes the hold's.</param>
    /// <returns>The hold, or <see langword="null"/> when another one has it or we came too late.</returns>
    public static LockDirectoryHold? TryTake(LockRequest request, IEntryForm form, GenerationFolder folder, long ended, HoldState previous, LockQueue? queue)
    {
        var hold = new LockDirectoryHold(request, form, ended + 1, previous);
        using Claim? claim = Claim.TryNext(folder, ended, hold._text, request.Scope);
        if (claim is null)
        {
            return null;
        }

        folder.DeleteBelow(claim.Number, claim.Numbers);
        claim.Keep();

        // None where the lock was taken behind the gate of a holder that had lost it.
        hold._turn = queue?.Turn;
        _ = hold._turn?.Take(text: null);
        return hold;
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
            using GenerationFolder? folder = GenerationFolder.TryOpen(_request, _form);
            using Entry? entry = folder?.Open(FencingToken);
            if (!IsOurs(folder, entry))
            {
                return new HoldLostException($"its state at '{EntryPath}' is another holder's by now, or was deleted.");
            }

            if (outcome != PreviousOutcome.Expired && entry!.HasMark(EntryFolder.ExpiredMark))
            {
                return new HoldLostException("it had been broken before, and others may have had it since."); // no mark: it has ended
            }

            entry!.Mark(outcome);
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
            using GenerationFolder? folder = GenerationFolder.TryOpen(_request, _form);
            using Entry? entry = folder?.Open(FencingToken);
            if (entry is null || entry.MarkedOutcome() is not null || !folder!.Numbers().Contains(FencingToken))
            {
                return;
            }

            // Only an entry that is certainly ours: the folder may have been made anew.
            if (entry.ReadHolder(out _, out _) is { } text)
            {
                if (text == _text)
                {
                    entry.Mark(outcome);
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
        var period = TimeSpan.FromTicks(_request.ExpireAfter.Ticks / RenewalsPerExpiry);
        _renewal = Keeper.Schedule(period < LongestSilence ? period : LongestSilence, Renew);
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
            using GenerationFolder? folder = GenerationFolder.TryOpen(_request, _form);
            using Entry? entry = folder?.Open(FencingToken);
            if (FindLoss(folder, entry) is { } loss)
            {
                if (!_ended)
                {
                    _onLost!(loss);
                }

                return;
            }

            entry!.Touch();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // One missed beat is no loss. If the state stays out of reach, others take over in time, and the look finds it.
        }

        ScheduleRenewal();
    }

    private string EntryPath => Path.Combine(StateRoot.FolderFor(_request), Number(FencingToken));

    // After a folder was deleted and made anew, another one may have the same number. A text that cannot be read decides
    // nothing, as long as the entry is there.
    private bool IsOurs(GenerationFolder? folder, Entry? entry)
        => entry is not null && (entry.ReadHolder(out _, out _) is not { } text ? folder!.Numbers().Contains(FencingToken) : text == _text);

    // One listing: asked one by one, two questions can both be answered around a deletion.
    private string? FindLoss(GenerationFolder? folder, Entry? entry)
    {
        long highest = folder is null ? 0 : EntryFolder.Highest(folder.Numbers());
        if (highest > FencingToken)
        {
            using Entry next = folder!.Open(highest);
            return LockText.LostToTakeover(_request.Key, HolderText.ReadHolder(HolderText.ReadFields(next.ReadHolder(out _, out _) ?? string.Empty)));
        }

        if (highest == FencingToken && !_ended && entry!.ReadMark(EntryFolder.ExpiredMark) is { } mark)
        {
            return LockText.LostToBreak(_request.Key, HolderText.ReadHolder(HolderText.ReadFields(mark)));
        }

        return highest == FencingToken && IsOurs(folder, entry) ? null : LockText.LostState(_request.Key, EntryPath);
    }
}
