using System.Threading.Tasks;
using BuildLock.Conformance.Children;
using BuildLock.Faults.Tests.Machine;
using Xunit;

namespace BuildLock.Faults.Tests.Rows;

public sealed class Fault06_paused_longer_than_the_expiry : FaultTest
{
    [Theory]
    [MemberData(nameof(EnginesWithAge))]
    public async Task Seen_to_live_it_keeps_the_lock(string engine)
    {
        LockOptions options = Options(engine, expireAfter: 0.3);
        Child holder = await StartHolderAsync(options);
        holder.Stop();
        AssertBusy(Options(engine, expireAfter: 0.3), seconds: 1.5);

        holder.Continue();
        Assert.Equal("True", (await holder.AskAsync("state", ("name", "it")))["held"]);
    }

    [Theory]
    [MemberData(nameof(EnginesWithAge))]
    public async Task Not_seen_it_is_taken_over_and_learns_it_when_it_wakes(string engine)
    {
        LockOptions options = Options(engine, expireAfter: 0.5);
        Child holder = await StartHolderAsync(options, new Launch().WithOwnProcessIds());
        int inner = InnerProcess.Of(holder);
        StopSignal.Stop(inner);
        using LockHandle handle = await Wait(Options(engine, expireAfter: 0.5)).UntilHeldAsync();
        Assert.Equal(PreviousOutcome.Expired, handle.PreviousOutcome);

        StopSignal.Continue(inner);
        Assert.Equal("lost", (await holder.AskAsync("wait-lost", ("name", "it"))).Word);
        Assert.Equal("BL2003", (await holder.AskAsync("state", ("name", "it")))["throws"]);

        // The one that lost it gives nobody else's hold away.
        await holder.AskAsync("release", ("name", "it"));
        Assert.True(handle.IsHeld);
        Assert.False(IsFree(options));
    }

    [Theory]
    [MemberData(nameof(EnginesWithAge))]
    public async Task Taken_by_nobody_it_goes_on_however_long_it_slept(string engine)
    {
        LockOptions options = Options(engine, expireAfter: 0.3);
        Child holder = await StartHolderAsync(options, new Launch().WithOwnProcessIds());
        int inner = InnerProcess.Of(holder);
        StopSignal.Stop(inner);
        var entry = new Forged(Key, options);
        await Until("the entry to be three times as old as allowed", () => entry.Folder.Now() - System.IO.File.GetLastWriteTimeUtc(entry.HolderFile(1)) > System.TimeSpan.FromSeconds(1));

        StopSignal.Continue(inner);
        System.DateTime old = System.IO.File.GetLastWriteTimeUtc(entry.HolderFile(1));
        await Until("the holder to renew again", () => System.IO.File.GetLastWriteTimeUtc(entry.HolderFile(1)) > old);
        Assert.Equal("True", (await holder.AskAsync("state", ("name", "it")))["held"]);
        Assert.False(IsFree(options));
    }
}
