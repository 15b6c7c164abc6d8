using System;
using System.IO;
using System.Threading.Tasks;
using BuildLock.Faults.Tests.Machine;
using Xunit;

namespace BuildLock.Faults.Tests.Rows;

public sealed class Fault08_clocks_differ : FaultTest
{
    [Theory]
    [InlineData("lockdir", -365)]
    [InlineData("lockdir", 365)]
    [InlineData("lockfile", -365)]
    [InlineData("lockfile", 365)]
    public async Task The_holders_own_clock_decides_nothing(string engine, int daysOff)
    {
        LockOptions options = Options(engine, expireAfter: 0.6);
        var forged = new Forged(Key, options);
        forged.AddHold(1, Forged.Elsewhere, DateTimeOffset.UtcNow.AddDays(daysOff));

        LockTimeoutException busy = AssertBusy(Options(engine, expireAfter: 0.6));
        Assert.True(busy.Holder?.HeldFor >= TimeSpan.Zero);
        using LockHandle handle = await Wait(options).UntilHeldAsync();
        Assert.True(handle.Waited >= TimeSpan.FromSeconds(0.2), $"Taken after {handle.Waited}, on one look at a clock.");
    }

    [Theory]
    [MemberData(nameof(EnginesWithAge))]
    public async Task A_stamp_from_the_future_does_not_hold_for_ever(string engine)
    {
        LockOptions options = Options(engine, expireAfter: 0.6);
        var forged = new Forged(Key, options);
        forged.AddHold(1, Forged.Elsewhere);
        File.SetLastWriteTimeUtc(forged.HolderFile(1), DateTime.UtcNow.AddDays(400));

        using LockHandle handle = await Wait(options).UntilHeldAsync();
        Assert.Equal(PreviousOutcome.Expired, handle.PreviousOutcome);
        Assert.True(handle.Waited >= TimeSpan.FromSeconds(0.6), $"Taken after {handle.Waited}.");
    }

    [Theory]
    [MemberData(nameof(EnginesWithAge))]
    public void An_old_stamp_alone_takes_nothing(string engine)
    {
        var forged = new Forged(Key, Options(engine));
        forged.AddHold(1, Forged.Elsewhere);
        File.SetLastWriteTimeUtc(forged.HolderFile(1), DateTime.UnixEpoch);

        AssertBusy(Options(engine), seconds: 2);
    }
}
