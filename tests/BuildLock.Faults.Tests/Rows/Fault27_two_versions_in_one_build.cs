using System;
using System.Linq;
using System.Reflection;
using BuildLock.Faults.Tests.Machine;
using Xunit;

namespace BuildLock.Faults.Tests.Rows;

public sealed class Fault27_two_versions_in_one_build : FaultTest
{
    [Theory]
    [MemberData(nameof(AllEngines))]
    public void Two_copies_in_one_process_exclude_each_other(string engine)
    {
        string own = typeof(ProcessLock).Assembly.Location;
        string older = typeof(Fault27_two_versions_in_one_build).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "NetStandardCore").Value!;
        PackageVersion[] versions = [new(own), new(own), new(older)];
        Assert.All(versions, v => Assert.False(v.IsTheTestsOwn));

        // Round and round, and each hears no from all others, this test's own copy included.
        for (int holder = 0; holder < versions.Length; holder++)
        {
            using IDisposable? handle = versions[holder].TryAcquire(Key, engine, LocksOf(engine));
            Assert.NotNull(handle);
            Assert.All(versions, v => Assert.Null(v.TryAcquire(Key, engine, LocksOf(engine))));
            Assert.Equal(Environment.ProcessId, AssertBusy(Options(engine), seconds: 3).Holder?.ProcessId); // a busy pool may answer late
        }

        using LockHandle? last = ProcessLock.TryAcquire(Key, Options(engine));
        Assert.NotNull(last);
        Assert.All(versions, v => Assert.Null(v.TryAcquire(Key, engine, LocksOf(engine))));
    }
}
