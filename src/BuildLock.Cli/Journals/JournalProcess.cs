using BuildLock.Identity;

namespace BuildLock.Cli.Journals;

/// <summary>A process that journaled. Two are the same when everything is.</summary>
internal sealed record JournalProcess(string Machine, string Host, string PidNamespace, int Pid, string Started, string User, string Command, string? Job)
{
    public static JournalProcess Of(JournalEntry first)
        => new(first.Machine, first.Host, first.Pidns, first.Pid, first.Started, first.User, first.Command, first.Job);

    /// <summary>Whether it lives, as far as that can be seen from here.</summary>
    public Liveness Liveness() => ProcessLiveness.Of(new ProcessIdentity { Id = Pid, Host = Host, PidNamespace = PidNamespace, Started = Started });
}
