using System;

namespace BuildLock.Cli.Journals;

/// <summary>One line of a journal, as the core writes it (its <c>JournalLine</c>); what a line does not say is empty.</summary>
internal sealed record JournalEntry
{
    public string Event { get; init; } = string.Empty;

    public DateTimeOffset At { get; init; }

    public long N { get; init; }

    public string Key { get; init; } = string.Empty;

    public bool Folder { get; init; }

    public string Namespace { get; init; } = string.Empty;

    public string Lock { get; init; } = string.Empty;

    public string Engine { get; init; } = string.Empty;

    public double Waited { get; init; }

    public double Held { get; init; }

    public string? Previous { get; init; }

    public long? Fence { get; init; }

    public string? Hold { get; init; }

    public string? Description { get; init; }

    public string? Job { get; init; }

    public bool Entered { get; init; }

    public string? Why { get; init; }

    public string? Code { get; init; }

    public string? Problem { get; init; }

    public string? Holder { get; init; }

    public int HolderPid { get; init; }

    public string? HolderMachine { get; init; }

    public string? HolderCommand { get; init; }

    public int Format { get; init; }

    public string Writer { get; init; } = string.Empty;

    public int Pid { get; init; }

    public string Started { get; init; } = string.Empty;

    public string Machine { get; init; } = string.Empty;

    public string Host { get; init; } = string.Empty;

    public string Pidns { get; init; } = string.Empty;

    public string User { get; init; } = string.Empty;

    public string Command { get; init; } = string.Empty;
}
