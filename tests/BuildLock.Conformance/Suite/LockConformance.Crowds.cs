using System;
using System.Diagnostics;
using System.Threading.Tasks;
using BuildLock.Conformance.Children;
using Xunit;

namespace BuildLock.Conformance;

/// <summary>Many waiters on one key, many keys in one process.</summary>
public abstract partial class LockConformance
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Two_hundred_waiters_all_get_it(bool asynchronously)
    {
        // In a process of its own: what it does to its thread pool must not decide other tests.
        Child child = await StartChildAsync();
        Call call = child.Call(
            "crowd",
            [.. Command(NewKey()), ("count", "200"), ("asynchronously", asynchronously.ToString()), ("excludes", Excludes.ToString())]);
        Line done = await call.UntilAsync("done", TimeSpan.FromSeconds(45));

        Note($"{Engine}: 200 waiters, {(asynchronously ? "asynchronous" : "threads")}: {done["milliseconds"]} ms for all");
        Assert.True(!Excludes || done["overlaps"] == "0", $"{done["overlaps"]} of 200 waiters met another holder.");
    }

    [Fact]
    public async Task A_thousand_keys_can_be_held_at_once()
    {
        string prefix = NewKey();
        LockOptions options = Options(TimeSpan.Zero);
        long start = Stopwatch.GetTimestamp();
        var handles = new LockHandle[1000];
        for (int i = 0; i < handles.Length; i++)
        {
            handles[i] = ProcessLock.Acquire($"{prefix} {i}", options);
        }

        Note($"{Engine}: 1,000 keys taken in {Stopwatch.GetElapsedTime(start).TotalMilliseconds:0} ms");
        Child child = await StartChildAsync();
        foreach (int i in new[] { 0, 499, 999 })
        {
            Assert.Equal(Excludes ? "busy" : "held", (await child.AskAsync("try", Command($"{prefix} {i}"))).Word);
            Assert.True(handles[i].IsHeld);
        }

        Array.ForEach(handles, h => h.Dispose());
        Assert.True(IsFree($"{prefix} 999"));
    }
}
