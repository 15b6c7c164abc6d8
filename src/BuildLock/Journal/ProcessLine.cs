using System;
using BuildLock.Identity;

namespace BuildLock.Journal;

/// <summary>How each file begins: whose it is.</summary>
internal static class ProcessLine
{
    private const int Format = 1;

    public static JournalLine Of(ProcessIdentity process, string writer, DateTimeOffset now)
        => new JournalLine("process", now)
            .Number("format", Format)
            .Text("writer", writer)
            .Number("pid", process.Id)
            .Text("started", process.Started)
            .Text("machine", process.Machine)
            .Text("host", process.Host)
            .Text("pidns", process.PidNamespace)
            .Text("user", process.User)
            .Text("command", process.Command)
            .Text("job", process.Job);
}
