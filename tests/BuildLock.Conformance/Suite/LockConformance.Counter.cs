using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using BuildLock.Conformance.Children;
using Xunit;

namespace BuildLock.Conformance;

/// <summary>The proof of exclusion: a number in a file that many processes increase, each time under the lock.</summary>
public abstract partial class LockConformance
{
    private const int Counters = 8;

    [Fact]
    public Task No_addition_of_eight_processes_is_lost() => CountAsync(CounterRounds, TimeSpan.FromMinutes(3));

    [Fact]
    [Trait("Category", "Campaign")]
    public Task No_addition_is_lost_in_a_long_run() => CountAsync(CounterRounds * 20, TimeSpan.FromHours(1));

    private async Task CountAsync(int rounds, TimeSpan patience)
    {
        string key = NewKey();
        Child[] children = await Task.WhenAll(Enumerable.Range(0, Counters).Select(_ => Child.StartAsync()));
        _children.AddRange(children);

        long start = Stopwatch.GetTimestamp();
        Call[] calls = Array.ConvertAll(
            children,
            c => c.Call("increment", [.. Command(key), ("file", ScratchFile), ("rounds", rounds.ToString())]));
        await Task.WhenAll(Array.ConvertAll(calls, c => c.UntilAsync("done", patience)));

        long total = BitConverter.ToInt64(await File.ReadAllBytesAsync(ScratchFile));
        long expected = (long)Counters * rounds;
        Note($"{Engine}: {expected} additions by {Counters} processes in {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s, {expected - total} lost");
        if (Excludes)
        {
            Assert.Equal(expected, total);
            return;
        }

        Assert.SkipWhen(total == expected, "Nothing locks, and by chance no addition was lost.");
        Assert.True(total < expected);
    }
}
