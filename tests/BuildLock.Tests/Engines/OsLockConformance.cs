using BuildLock.Conformance;

namespace BuildLock.Tests.Engines;

/// <summary>The operating system's own lock on a file that stays.</summary>
public sealed class OsLockConformance : LockConformance
{
    protected override string Engine => "oslock";

    protected override bool WritesToDirectory => true;

    protected override int CounterRounds => 300; // slower than ports: the holder's text is a file
}
