namespace BuildLock.Cli.Reports;

/// <summary>Somebody who was in the way: the acquisition in the list, where the journal has it, and what is known anyway.</summary>
internal sealed record WaitedForJson(double Since, int? Acquisition, int Pid, string? Machine, string? Command);
