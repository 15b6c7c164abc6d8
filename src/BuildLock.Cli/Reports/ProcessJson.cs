namespace BuildLock.Cli.Reports;

/// <summary>A process; the others name it by its place in the list.</summary>
internal sealed record ProcessJson(string Machine, int Pid, string User, string Command, string? Job);
