using BuildLock.Conformance;

namespace BuildLock.Tests.Engines;

/// <summary>As lockdir, with files for entries.</summary>
public sealed class LockFileConformance : LockConformance
{
    protected override string Engine => "lockfile";

    protected override bool WritesToDirectory => true;

    protected override int CounterRounds => 300; // a hold writes, renames and deletes: slower than the others
}
