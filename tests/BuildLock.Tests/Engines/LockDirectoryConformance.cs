using BuildLock.Conformance;

namespace BuildLock.Tests.Engines;

/// <summary>Numbered directories: what a hold leaves behind tells the next one how it ended.</summary>
public sealed class LockDirectoryConformance : LockConformance
{
    protected override string Engine => "lockdir";

    protected override bool WritesToDirectory => true;

    protected override int CounterRounds => 300; // a hold writes, renames and deletes: slower than the others
}
