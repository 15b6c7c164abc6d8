using System;
using BuildLock.Engines;
using BuildLock.Platform;
using BuildLock.Text;

namespace BuildLock.Journal;

/// <summary>What the journal is told of one acquisition, from the wait to the end of the hold.</summary>
/// <remarks>Each call returns what is to be told to the observer, by whoever knows how to tell it there: nearly always
/// nothing.</remarks>
internal sealed class LockRecord
{
    private readonly ProcessJournal _journal;
    private readonly LockRequest _request;
    private readonly long _number;
    private readonly TimeSpan _begun = MonotonicClock.Now;
    private readonly object _gate = new(); // to the end of the hold
    private bool _waits;
    private string? _waitsFor;
    private bool _took;
    private TimeSpan _tookAt;
    private (DateTimeOffset At, TimeSpan Held)? _end;
    private bool _toldLoss;

    private LockRecord(ProcessJournal journal, LockRequest request)
    {
        _journal = journal;
        _request = request;
        _number = journal.NextAcquisition();
    }

    /// <returns><see langword="null"/> where nothing is journaled.</returns>
    public static LockRecord? Begin(LockRequest request)
        => ProcessJournal.Current is { } journal ? new LockRecord(journal, request) : null;

    /// <summary>It waits for that holder. Written when it begins to, and when another holder got in before it.</summary>
    public LockJournalFailed? Waits(LockAttempt attempt)
    {
        if (_waits && (attempt.Holder is null || attempt.Holder.Id == _waitsFor))
        {
            return null;
        }

        _waits = true;
        _waitsFor = attempt.Holder?.Id;
        JournalLine line = Line("waits").Span("waited", MonotonicClock.Now - _begun).Text("description", _request.Description);
        if (attempt.Position is { } place)
        {
            line.Number("place", place);
        }

        if (attempt.Holder is { } holder)
        {
            line.Text("holder", holder.Id).Number("holderPid", holder.ProcessId).Text("holderMachine", holder.Machine).Text("holderCommand", holder.Command);
        }

        return Write(line);
    }

    /// <param name="handle">The hold.</param>
    /// <param name="entered">Whether it is within that of the process that started this one.</param>
    public LockJournalFailed? Took(LockHandle handle, bool entered)
    {
        _took = true;
        _tookAt = MonotonicClock.Now;
        return Write(Line("took")
            .Span("waited", handle.Waited)
            .Text("previous", handle.PreviousOutcome == PreviousOutcome.None ? null : handle.PreviousOutcome.ToString())
            .Number("fence", handle.FencingToken)
            .Text("hold", handle.Holder.Id)
            .Text("description", _request.Description)
            .Text("job", handle.Holder.Job)
            .Flag("entered", entered));
    }

    /// <summary>The hold ends now. Kept, and written after the release, so that the next one does not wait for this line.</summary>
    public void Ends() => _ = End();

    public LockJournalFailed? Released(PreviousOutcome outcome, Exception? problem)
        => Write(Ended(problem is HoldLostException ? "lost" : outcome == PreviousOutcome.Abandoned ? "abandoned" : "released")
            .Text("code", problem is null ? null : DiagnosticCodes.ReleaseFailed)
            .Text("problem", Short(problem?.Message)));

    /// <summary>Told once, by whoever comes first of the thread that finds the loss and the one that disposes the handle: the
    /// process may end right after that, and the other then waits until the line is written.</summary>
    public LockJournalFailed? Lost(LockLostException loss)
    {
        lock (_gate)
        {
            if (_toldLoss)
            {
                return null;
            }

            _toldLoss = true;
            return Write(Ended("lost").Text("code", loss.Code).Text("problem", Short(loss.Text)));
        }
    }

    /// <summary>The acquisition ended without a hold.</summary>
    public LockJournalFailed? GaveUp(Exception problem)
    {
        if (_took)
        {
            return null; // its observer threw, and it was released
        }

        string why = problem switch
        {
            LockTimeoutException when _request.Timeout == TimeSpan.Zero => "busy", // who tries once expects that
            LockTimeoutException => "timeout",
            LockDeadlockException => "refused",
            LockException => "unusable",
            OperationCanceledException => "cancelled",
            _ => "failed",
        };
        return Write(Line("gaveUp")
            .Span("waited", MonotonicClock.Now - _begun)
            .Text("why", why)
            .Text("code", (problem as LockException)?.Code)
            .Text("problem", problem is OperationCanceledException ? null : Short((problem as LockException)?.Text ?? problem.Message)));
    }

    private static string? Short(string? text) => text is null ? null : DisplayText.OneLine(DisplayText.Cut(text, 500));

    private JournalLine Line(string happening) => Line(happening, JournalLine.Now);

    private JournalLine Ended(string happening)
    {
        (DateTimeOffset at, TimeSpan held) = End();
        return Line(happening, at).Span("held", held);
    }

    private (DateTimeOffset At, TimeSpan Held) End()
    {
        lock (_gate)
        {
            return _end ??= (JournalLine.Now, MonotonicClock.Now - _tookAt);
        }
    }

    // Which lock it is stands on every line: the file with the line before may have been removed.
    private JournalLine Line(string happening, DateTimeOffset at)
        => new JournalLine(happening, at)
            .Number("n", _number)
            .Text("key", _request.Key.Text)
            .Flag("folder", _request.Key.IsPath)
            .Text("namespace", _request.Namespace)
            .Text("lock", _request.Id.ToString())
            .Text("engine", _request.Engine.Name);

    private LockJournalFailed? Write(JournalLine line)
        => _journal.Write(line) is { } problem ? new LockJournalFailed(_request, problem) : null;
}
