using System;
using System.Collections.Generic;

namespace BuildLock.Cli.Journals;

/// <summary>One acquisition: from the call, over the wait, to the end of the hold.</summary>
internal sealed class Acquisition(JournalProcess process, JournalEntry first)
{
    public JournalProcess Process { get; } = process;

    public JournalEntry First { get; } = first;

    /// <summary>When it was asked for.</summary>
    public DateTimeOffset Begun { get; } = first.At - Milliseconds(first.Event == "released" || first.Event == "abandoned" || first.Event == "lost" ? first.Held : first.Waited);

    public DateTimeOffset? Took { get; set; }

    /// <summary>When it ended, or, where nobody said, until when it may have lasted.</summary>
    public DateTimeOffset Ended { get; set; }

    public Outcome Outcome { get; set; } = Outcome.Waiting;

    public bool HasEnd => Outcome is not (Outcome.Waiting or Outcome.Held);

    public List<WaitedFor> WaitedFor { get; } = [];

    public string? Previous { get; set; }

    public long? Fence { get; set; }

    public string? Hold { get; set; }

    public string? Description { get; set; } = first.Description;

    public string? Job { get; set; } = process.Job;

    /// <summary>Within the hold of the process that started this one.</summary>
    public bool Entered { get; set; }

    public string? Code { get; set; }

    public string? Problem { get; set; }

    public TimeSpan Waited => (Took ?? Ended) - Begun is { Ticks: > 0 } waited ? waited : TimeSpan.Zero;

    public TimeSpan Held => Took is { } took && Ended > took ? Ended - took : TimeSpan.Zero;

    public static TimeSpan Milliseconds(double number) => TimeSpan.FromTicks((long)(number * TimeSpan.TicksPerMillisecond));
}
