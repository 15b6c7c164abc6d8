using System;
using BuildLock.Text;

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

    /// <summary>Anybody may write into a shared journal: what a report shows of it is made fit here, for all its forms. The ids
    /// are only compared.</summary>
    public JournalEntry FitToShow() => this with
    {
        Key = Fit(Key, FieldLength.Any)!,
        Namespace = Fit(Namespace, FieldLength.Any)!,
        Engine = Fit(Engine, FieldLength.User)!,
        Previous = Fit(Previous, FieldLength.User),
        Description = Fit(Description, FieldLength.Description),
        Job = Fit(Job, FieldLength.Job),
        Code = Fit(Code, FieldLength.User),
        Problem = Fit(Problem, FieldLength.Any),
        HolderMachine = Fit(HolderMachine, FieldLength.Machine),
        HolderCommand = Fit(HolderCommand, FieldLength.Command),
        Machine = Fit(Machine, FieldLength.Machine)!,
        User = Fit(User, FieldLength.User)!,
        Command = Fit(Command, FieldLength.Command)!,
    };

    // The serializer leaves null what a line does not say, whatever the type says of it.
    private static string? Fit(string? text, int length) => text is null ? null : DisplayText.Field(text, length);
}
