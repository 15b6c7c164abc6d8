using System;
using System.Globalization;
using System.Threading.Tasks;
using BuildLock.Conformance.Children;
using BuildLock.Faults.Tests.Machine;
using Xunit;

namespace BuildLock.Faults.Tests.Rows;

public sealed class Fault46_many_waiters : FaultTest
{
    [Theory]
    [MemberData(nameof(AllEngines))]
    public async Task Two_hundred_waiters_for_one_key_take_turns(string engine)
    {
        // Asynchronous ones: a build tool's own limit of threads is not the lock's.
        var patience = TimeSpan.FromSeconds(30);
        Child child = await StartAsync();
        (int descriptors, int threads) before = ProcessUse.Of(child.Id);
        Call crowd = child.Call("crowd", [.. Words(Options(engine, timeout: patience)), ("count", "200"), ("asynchronously", "True"), ("excludes", "True")]);
        Assert.Equal("waiting", (await crowd.NextAsync(patience)).Word);
        (int descriptors, int threads) during = ProcessUse.Of(child.Id);
        Line done = await crowd.UntilAsync("done");

        Note($"{engine}: 200 waiters served in {done["milliseconds"]} ms; descriptors {before.descriptors} -> {during.descriptors}, threads {before.threads} -> {during.threads}");
        Assert.Equal(0, int.Parse(done["overlaps"], CultureInfo.InvariantCulture));
    }
}
