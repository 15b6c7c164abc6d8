using System;

namespace BuildLock.Cli.Journals;

/// <summary>Somebody who was in the way.</summary>
/// <param name="Since">From when on.</param>
/// <param name="Hold">The id of the hold, or <see langword="null"/> where it is not known.</param>
/// <param name="Pid">The process.</param>
/// <param name="Machine">Its machine.</param>
/// <param name="Command">Its command.</param>
internal sealed record WaitedFor(DateTimeOffset Since, string? Hold, int Pid, string? Machine, string? Command);
