using BuildLock.Conformance;

namespace BuildLock.Tests.Engines;

/// <summary>Everybody gets in, and the counter test shows what that means.</summary>
public sealed class NoneConformance : LockConformance
{
    protected override string Engine => "none";

    protected override bool Excludes => false;
}
