using System;
using System.IO;
using System.Text;
using BuildLock.Platform;

namespace BuildLock.Queueing;

/// <summary>A passed gate: the turn of one contender, and of its hold when the engine lets it in.</summary>
internal sealed class LockTurn
{
    private readonly QueueEntry _entry;
    private readonly QueueFolder? _folder;
    private HoldRecord? _previous;
    private bool _isRead;
    private FileHandle? _gate;
    private FileHandle? _record;
    private int _oldLength; // of the record in the gate's file
    private int _endAt; // where how it ended is to be written, and with how many bytes
    private int _endLength;

    public LockTurn(QueueEntry entry, QueueFolder? folder)
    {
        _entry = entry;
        _folder = folder;
    }

    /// <summary>Whether it has become a hold's.</summary>
    public bool IsTaken => _gate is not null;

    /// <summary>The hold before, where its record can be read. Asked for before <see cref="Take"/> writes over it.</summary>
    public HoldRecord? Previous
    {
        get
        {
            if (!_isRead && !IsTaken)
            {
                _previous = HoldRecord.FindLast(_folder, _entry.Gate, out _oldLength);
                _isRead = true;
            }

            return _previous;
        }
    }

    /// <summary>How the hold before ended. One that has written no end has ended without a word: its gate is ours.</summary>
    public PreviousOutcome PreviousOutcome => Previous is null ? PreviousOutcome.None : Previous.Outcome ?? PreviousOutcome.Abandoned;

    /// <summary>Makes it the hold's, which calls <see cref="End"/>.</summary>
    /// <param name="text">The holder's record, or <see langword="null"/> where the engine keeps it elsewhere.</param>
    /// <returns>Why the record could not be written, or <see langword="null"/>. The turn is the hold's all the same.</returns>
    public Exception? Take(string? text)
    {
        _gate = _entry.TakeGate();
        if (text is null)
        {
            return null;
        }

        try
        {
            // Only where nobody else can write: what stands there is believed to be the holder's.
            FileStatus status = _gate.Status();
            bool isOwn = OperatingSystemKind.IsWindows || (status.IsOurs && (status.Mode & 0x12) == 0);
            _record = isOwn ? _gate : _folder?.OpenOwnRecord();
            if (_record is null)
            {
                return null;
            }

            Write(_record, text, oldLength: _record == _gate ? _oldLength : 0);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e;
        }
    }

    /// <summary>Writes how the hold ended, and opens the gate for the next one.</summary>
    /// <returns>What went wrong, or <see langword="null"/>.</returns>
    public Exception? End(PreviousOutcome outcome)
    {
        Exception? problem = null;
        try
        {
            if (_record is not null && _endLength > 0)
            {
                _record.Write(_endAt, Encoding.UTF8.GetBytes($"{HoldRecord.OutcomeField}: {outcome}".PadRight(_endLength - 1) + "\n"));
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problem = e; // the next holder takes this one for abandoned
        }

        try
        {
            _gate!.Unlock(); // not only closed: a child between fork and exec has a copy of the descriptor
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problem = e; // closing it below is as good but for such a child
        }

        if (_record != _gate)
        {
            _record?.Dispose();
        }

        _gate!.Dispose();
        return problem;
    }

    // With a line that is empty until the hold ends. It takes up what the record before was longer.
    private void Write(FileHandle file, string text, int oldLength)
    {
        const string End = "end\n"; // of every holder's text
        const int ShortestLine = 24; // for the longest word of how it ended
        _endAt = Encoding.UTF8.GetByteCount(text) - End.Length;
        int line = Math.Max(ShortestLine, oldLength - _endAt - End.Length);
        byte[] bytes = Encoding.UTF8.GetBytes(text.Substring(0, text.Length - End.Length) + "open:".PadRight(line - 1) + "\n" + End);
        try
        {
            if (oldLength == 0)
            {
                file.Truncate(0);
            }

            file.Write(0, bytes);
            _endLength = line;
        }
        catch (IOException)
        {
            file.Truncate(0); // a full disk: no part of it is to stand before the end of another
            throw;
        }
    }
}
