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

    public static HoldState Read(GenerationFolder folder, long number, LockRequest request, AgeWatch age)
        => Read(folder, number, request.ExpireAfter, age);

    public static HoldState Read(EntryFolder folder, long number, TimeSpan defaultExpireAfter, AgeWatch age)
    {
        if (number == 0)
        {
            return new HoldState(true, PreviousOutcome.None, null);
        }

        string? text = folder.ReadHolder(number, out DateTime stamp);
        IReadOnlyDictionary<string, string>? fields = text is null ? null : HolderText.ReadFields(text);
        LockHolder? holder = HolderText.ReadHolder(fields);

        // Exclusion rests on names alone, so the marks come first, whatever the text says.
        if (folder.MarkedOutcome(number) is { } marked)
        {
            return new HoldState(true, marked, holder) { Fields = fields };
        }

        Liveness liveness = holder is null ? Liveness.Unknown : ProcessLiveness.Of(holder.Process);
        if (liveness == Liveness.Dead)
        {
            // Once more: it may have released and ended since the marks were looked for.
            return new HoldState(true, folder.MarkedOutcome(number) ?? PreviousOutcome.Abandoned, holder) { Fields = fields };
        }

        // The holder's own values count, so that contenders with other settings agree on when it expires.
        TimeSpan expireAfter = Span(fields, "expire-after") is { } stored && stored >= Setting.ShortestAge ? stored : defaultExpireAfter;
        bool expired = liveness == Liveness.Alive
            ? HasOutlivedMaxHold(fields, holder!)
            : age.IsExpired(number, stamp, expireAfter, folder.Now);
        if (holder is not null)
        {
            holder.LastSign = liveness == Liveness.Alive ? TimeSpan.Zero : SinceStamp(stamp);
        }

        // Once more here too: a release that came just now is a release.
        PreviousOutcome? late = expired ? folder.MarkedOutcome(number) : null;
        return new HoldState(expired, late ?? PreviousOutcome.Expired, holder)
        {
            Fields = fields,
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
