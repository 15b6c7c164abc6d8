using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using BuildLock.Identity;
using BuildLock.Platform;

namespace BuildLock.Queueing;

/// <summary>What a holder has written of itself, and how its hold ended. Information: it lets nobody in.</summary>
/// <remarks>A record is written from the start when the lock is taken, after the file was emptied, and one line is added when it is
/// released. So a reader sees none, a part, which does not end as it should and counts as none, or a whole one; never
/// parts of two.</remarks>
internal sealed class HoldRecord
{
    /// <summary>The field that is added when a hold ends.</summary>
    public const string OutcomeField = "outcome";

    public const string TokenField = "token";

    private const int MostText = 16 * 1024;
    private const int WritableByOthers = 0x12; // octal 0022

    private HoldRecord(IReadOnlyDictionary<string, string> fields, LockHolder holder)
    {
        Fields = fields;
        Holder = holder;
        Token = long.TryParse(HolderText.Get(fields, TokenField), NumberStyles.None, CultureInfo.InvariantCulture, out long token) ? token : 0;
        Outcome = Enum.TryParse(HolderText.Get(fields, OutcomeField), out PreviousOutcome outcome) ? outcome : null;
    }

    public IReadOnlyDictionary<string, string> Fields { get; }

    public LockHolder Holder { get; }

    public long Token { get; }

    /// <summary>How the hold ended, or <see langword="null"/> as long as its holder has not said that it did.</summary>
    public PreviousOutcome? Outcome { get; }

    /// <summary>The record that was written last.</summary>
    /// <returns><see langword="null"/> where none can be read.</returns>
    public static HoldRecord? FindLast(QueueFolder? folder, FileHandle gate) => ReadAll(folder, gate).OrderByDescending(record => record.Token).FirstOrDefault();

    /// <summary>The record of a hold that has not ended, as far as can be seen.</summary>
    /// <returns><see langword="null"/> where none can be read.</returns>
    public static HoldRecord? FindLive(QueueFolder? folder, FileHandle gate)
        => ReadAll(folder, gate)
            .Where(record => record.Outcome is null && ProcessLiveness.Of(record.Holder.Process) != Liveness.Dead)
            .OrderByDescending(record => record.Token)
            .FirstOrDefault();

    public static HoldRecord? Read(FileHandle file)
    {
        try
        {
            IReadOnlyDictionary<string, string>? fields = HolderText.ReadFields(file.ReadText(MostText));
            if (fields is null || HolderText.ReadHolder(fields) is not { } holder)
            {
                return null;
            }

            FileStatus status = file.Status();
            holder.ConfirmedOwner = !OperatingSystemKind.IsWindows && (status.Mode & WritableByOthers) == 0 ? status.Owner : null;
            return new HoldRecord(fields, holder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // unreadable is unknown, never free
        }
    }

    private static IEnumerable<HoldRecord> ReadAll(QueueFolder? folder, FileHandle gate)
    {
        if (Read(gate) is { } own)
        {
            yield return own;
        }

        foreach (string name in folder?.Names(QueueFolder.HolderPrefix) ?? Array.Empty<string>())
        {
            using FileHandle? file = folder!.TryRead(name);
            if (file is not null && IsOfItsUser(file, name) && Read(file) is { } record)
            {
                yield return record;
            }
        }
    }

    // Anybody can make a file of that name; only the user whose number is in it writes there what counts.
    private static bool IsOfItsUser(FileHandle file, string name)
        => name == QueueFolder.HolderPrefix + file.Status().Owner.ToString(CultureInfo.InvariantCulture);
}
