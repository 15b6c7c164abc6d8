using System;
using System.Diagnostics;
using System.Globalization;
using System.Threading.Tasks;
using BuildLock.Conformance.Children;
using BuildLock.Faults.Tests.Machine;
using Xunit;

namespace BuildLock.Faults.Tests.Rows;

public sealed class Fault09_wall_clock_jumps : FaultTest
{
    [Theory]
    [InlineData("port-quorum", 10)]
    [InlineData("lockdir", 10)]
    [InlineData("lockdir", -10)]
    [InlineData("lockfile", -10)]
    [InlineData("oslock", 10)]
    public async Task Neither_deadlines_nor_holds_notice(string engine, int days)
    {
        using var clock = new JumpingClock(Folder);
        LockOptions options = Options(engine, expireAfter: 1);
        options.MaxHold = TimeSpan.FromMinutes(5);
        Child holder = await StartHolderAsync(options, clock.Applied(new Launch()));
        Child waiter = await StartAsync(clock.Applied(new Launch()));
        options.Timeout = TimeSpan.FromSeconds(3);
        long start = Stopwatch.GetTimestamp();
        Call call = waiter.Call("acquire", Words(options));
        Assert.Equal("waiting", (await call.NextAsync()).Word);
        long before = await TokenAsync(waiter);
        clock.Jump(TimeSpan.FromDays(days));
        long after = await TokenAsync(waiter);
        Assert.True(Math.Abs(after - before) > TimeSpan.FromDays(9).Ticks || days < 0, "The clock did not jump, so nothing is shown.");

        Line end = await call.NextAsync();
        TimeSpan took = Stopwatch.GetElapsedTime(start);
        Assert.Equal("BL2001", end["code"]);
        Assert.InRange(took.TotalSeconds, 2.9, 30);
        Assert.Equal("True", (await holder.AskAsync("state", ("name", "it")))["held"]);
    }

    // The fencing token of an engine that remembers nothing is the time of day.
    private static async Task<long> TokenAsync(Child child)
    {
        string key = "clock " + Guid.NewGuid().ToString("N");
        Line held = await child.AskAsync("try", ("key", key), ("name", key), ("Engine", "port-quorum"));
        return long.Parse(held["token"], CultureInfo.InvariantCulture);
    }
}
