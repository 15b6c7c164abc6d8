using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading.Tasks;
using BuildLock.Conformance.Children;
using BuildLock.Faults.Tests.Machine;
using Xunit;

namespace BuildLock.Faults.Tests.Rows;

public sealed class Fault46_many_keys : FaultTest
{
    private const int KeyCount = 1000;

    [Theory]
    [MemberData(nameof(AllEngines))]
    public async Task A_thousand_keys_are_held_by_one_process(string engine)
    {
        // In a process of its own, so that what it uses can be counted.
        Child child = await StartHolderAsync(Options(engine));
        (int descriptors, int threads) before = ProcessUse.Of(child.Id);
        long start = Stopwatch.GetTimestamp();
        IEnumerable<Task<Line>> all = Enumerable.Range(0, KeyCount)
            .Select(i => child.Call("try", [.. ChildSettings.Write(Options(engine), ("key", Key + i), ("name", "key" + i))]).UntilAsync("held"))
            .ToList();
        await Task.WhenAll(all);
        double took = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        await Until("the threads of the commands to end", () => ProcessUse.Of(child.Id).Threads < before.threads + 50);
        (int descriptors, int threads) after = ProcessUse.Of(child.Id);

        Note($"{engine}: {KeyCount} keys in {took:0} ms; descriptors {before.descriptors} -> {after.descriptors}, threads {before.threads} -> {after.threads}");
        for (int i = 0; i < KeyCount; i += 97)
        {
            Assert.Null(ProcessLock.TryAcquire(Key + i, Options(engine)));
        }

        Assert.True(after.descriptors - before.descriptors <= (3 * KeyCount) + 50, "More than three descriptors for a hold: two ports and the gate.");
    }
}
