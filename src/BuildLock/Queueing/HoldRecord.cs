using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text;
using BuildLock.Identity;
using BuildLock.Platform;

namespace BuildLock.Queueing;

/// <summary>What a holder has written of itself, and how its hold ended. Information: it lets nobody in.</summary>
/// <remarks>A record is written over the one before, at the same length where it can be, and its last line but one is written over when
/// the hold ends: to cut a file costs several times as much as to write it. Only the owner of the gate writes. Who reads
/// beside it reads twice.</remarks>
internal sealed class HoldRecord
{
    /// <summary>The field that is added when a hold ends.</summary>
    public const string OutcomeField = "outcome";

    public const string TokenField = "token";

    private const int MostText = 16 * 1024;
    private const int WritableByOthers = 0x12; // octal 0022

    private readonly string _text;
    private readonly int _length;
    private IReadOnlyDictionary<string, string>? _fields;
    private LockHolder? _holder;

    private HoldRecord(string text, int length)
    {
        _text = text;
        _length = length;
        Token = long.TryParse(Find(TokenField), NumberStyles.None, CultureInfo.InvariantCulture, out long token) ? token : 0;
        Outcome = Find(OutcomeField) is { } word && Enum.TryParse(word, out PreviousOutcome outcome) ? outcome : null;
    }

    /// <summary>The number of the hold.</summary>
    public long Token { get; }

    /// <summary>How the hold ended, or <see langword="null"/> as long as its holder has not said that it did.</summary>
    public PreviousOutcome? Outcome { get; }

    /// <summary>All that it says. Parsed when it is asked for: whoever only wants the lock does not.</summary>
    public IReadOnlyDictionary<string, string>? Fields => _fields ??= HolderText.ReadFields(_text);

    /// <summary>Who it was, or <see langword="null"/> where that cannot be read.</summary>
    public LockHolder? Holder => _holder ??= HolderText.ReadHolder(Fields);

    /// <summary>The record that was written last.</summary>
    /// <returns><see langword="null"/> where none can be read.</returns>
    /// <param name="gateLength">How long the whole record in the gate's file is, in bytes; 0 where none is there.</param>
    public static HoldRecord? FindLast(QueueFolder? folder, FileHandle gate, out int gateLength)
    {
        HoldRecord? last = Read(gate);
        gateLength = last?._length ?? 0;
        foreach (FileHandle file in folder?.OpenHolders() ?? Array.Empty<FileHandle>())
        {
            using (file)
            {
                last = Read(file) is { } other && other.Token > (last?.Token ?? -1) ? other : last;
            }
        }

        return last;
    }

    /// <summary>The record of a hold that has not ended, as far as can be seen, with whose word it is.</summary>
    /// <returns><see langword="null"/> where none can be read.</returns>
    public static HoldRecord? FindLive(QueueFolder? folder, FileHandle gate)
    {
        HoldRecord? live = ReadLive(gate);
        foreach (FileHandle file in folder?.OpenHolders() ?? Array.Empty<FileHandle>())
        {
            using (file)
            {
                live = ReadLive(file) is { } other && other.Token > (live?.Token ?? -1) ? other : live;
            }
        }

        return live;
    }

    /// <returns><see langword="null"/> when there is none, or not a whole one.</returns>
    public static HoldRecord? Read(FileHandle file)
    {
        try
        {
            byte[] bytes = file.Read(MostText);
            string text = Encoding.UTF8.GetString(bytes);
            return HolderText.IsWhole(text) ? new HoldRecord(text, bytes.Length) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // unreadable is unknown, never free
        }
    }

    private static HoldRecord? ReadLive(FileHandle file)
    {
        // It may be written over just now: until it says the same twice it may be parts of two. After a few turns it is unknown.
        HoldRecord? record = Read(file);
        for (int turn = 0; Read(file) is var again && again?._text != record?._text; turn++)
        {
            if (turn == 4)
            {
                return null;
            }

            record = again;
        }

        if (record is not { Outcome: null, Holder: { } holder } || ProcessLiveness.Of(holder.Process) == Liveness.Dead)
        {
            return null;
        }

        record.Confirm(file);
        return record;
    }

    // Whose word it is, as the kernel knows it. In a file that others can write it is nobody's.
    private void Confirm(FileHandle file)
    {
        if (Holder is { } holder && !OperatingSystemKind.IsWindows)
        {
            FileStatus status = file.Status();
            holder.ConfirmedOwner = (status.Mode & WritableByOthers) == 0 ? status.Owner : null;
        }
    }

    // The last one of that name, as a reader of all fields finds it.
    private string? Find(string field)
    {
        string start = "\n" + field + ": ";
        int at = _text.LastIndexOf(start, StringComparison.Ordinal);
        return at < 0 ? null : _text.Substring(at + start.Length, _text.IndexOf('\n', at + 1) - at - start.Length);
    }
}
