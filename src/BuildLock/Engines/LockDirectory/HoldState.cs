using System;
using System.Collections.Generic;
using System.Globalization;
using BuildLock.Identity;
using BuildLock.Platform;
using BuildLock.Settings;

namespace BuildLock.Engines.LockDirectory;

/// <summary>What an entry says about its hold: whether it has ended, how, and whose it is or was.</summary>
internal readonly struct HoldState
{
    /// <summary>How long another user's entry is believed without a sign of life, whatever it says: nobody may lock others out for
    /// good by a number in a file. A holder shows signs of life at least six times in that.</summary>
    public static readonly TimeSpan LongestOfOthers = TimeSpan.FromHours(1);

    private HoldState(bool hasEnded, PreviousOutcome outcome, LockHolder? holder)
    {
        HasEnded = hasEnded;
        Outcome = outcome;
        Holder = holder;
    }

    public bool HasEnded { get; }

    /// <summary>How it ended.</summary>
    public PreviousOutcome Outcome { get; }

    public LockHolder? Holder { get; }

    /// <summary>Whether its holder cannot be seen and has been silent longer than it said it would, by this machine's clock;
    /// decides nothing.</summary>
    public bool IsSilent { get; private init; }

    /// <summary>The holder's whole text, or <see langword="null"/> where it cannot be read.</summary>
    public IReadOnlyDictionary<string, string>? Fields { get; private init; }

    /// <summary>The user whose entry it is, by the kernel's word; <see langword="null"/> when that is this user, or nobody knows.</summary>
    public uint? ForeignOwner { get; private init; }

    public static HoldState Read(EntryFolder folder, long number, TimeSpan defaultExpireAfter, AgeWatch age)
    {
        if (number == 0)
        {
            return new HoldState(true, PreviousOutcome.None, null);
        }

        using Entry entry = folder.Open(number);
        string? text = entry.ReadHolder(out DateTime stamp, out FileStatus? file);
        IReadOnlyDictionary<string, string>? fields = text is null ? null : HolderText.ReadFields(text);
        uint? foreign = file is { IsOurs: false } ? file.Owner : null;
        LockHolder? holder = HolderText.ReadHolder(fields) is { } said ? OwnerNames.Checked(said, foreign) : null;
        if (holder is not null && file is not null && !OperatingSystemKind.IsWindows)
        {
            holder.ConfirmedOwner = file.Owner; // an entry is written by its owner alone
        }


        // Exclusion rests on names alone, so the marks come first, whatever the text says.
        if (entry.MarkedOutcome() is { } marked)
        {
            return new HoldState(true, marked, holder) { Fields = fields, ForeignOwner = foreign };
        }

        Liveness liveness = holder is null ? Liveness.Unknown : ProcessLiveness.Of(holder.Process);
        if (liveness == Liveness.Dead)
        {
            // Once more: it may have released and ended since the marks were looked for.
            return new HoldState(true, entry.MarkedOutcome() ?? PreviousOutcome.Abandoned, holder) { Fields = fields, ForeignOwner = foreign };
        }

        // The holder's own values count, so that contenders with other settings agree on when it expires.
        TimeSpan expireAfter = Span(fields, "expire-after") is { } stored && stored >= Setting.ShortestAge ? stored : defaultExpireAfter;
        expireAfter = foreign is not null && expireAfter > LongestOfOthers ? LongestOfOthers : expireAfter;
        bool expired = liveness == Liveness.Alive
            ? HasOutlivedMaxHold(fields, holder!)
            : age.IsExpired(number, stamp, expireAfter, folder.Now);
        if (holder is not null)
        {
            holder.LastSign = liveness == Liveness.Alive ? TimeSpan.Zero : SinceStamp(stamp);
        }

        // Once more here too: a release that came just now is a release.
        PreviousOutcome? late = expired ? entry.MarkedOutcome() : null;
        return new HoldState(expired, late ?? PreviousOutcome.Expired, holder)
        {
            Fields = fields,
            ForeignOwner = foreign,
            IsSilent = liveness != Liveness.Alive && SinceStamp(stamp) >= expireAfter,
        };
    }

    // A holder ends its hold itself at MaxHold. One that is stopped cannot; under the same kernel its monotonic clock is
    // ours, so its age is exact. On another host its signs of life stop with it, and ExpireAfter takes care.
    private static bool HasOutlivedMaxHold(IReadOnlyDictionary<string, string>? fields, LockHolder holder)
        => OperatingSystemKind.IsLinux
            && holder.Process.IsVisibleFrom(ProcessIdentity.Current)
            && Span(fields, "max-hold") is { } maxHold
            && Span(fields, "steady") is { } taken
            && MonotonicClock.Now - taken > maxHold;

    private static TimeSpan? Span(IReadOnlyDictionary<string, string>? fields, string name)
        => fields is not null && long.TryParse(HolderText.Get(fields, name), NumberStyles.None, CultureInfo.InvariantCulture, out long ticks)
            ? TimeSpan.FromTicks(ticks)
            : null;

    private static TimeSpan SinceStamp(DateTime stamp)
    {
        // Shown to people; decides nothing.
        TimeSpan age = WallClock.Now.UtcDateTime - stamp;
        return age > TimeSpan.Zero ? age : TimeSpan.Zero;
    }
}
