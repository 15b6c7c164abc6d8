using System;
using System.Threading.Tasks;
using BuildLock.Conformance.Children;
using BuildLock.Faults.Tests.Machine;
using Xunit;

namespace BuildLock.Faults.Tests.Rows;

public sealed class Fault38_processes_disagree : FaultTest
{
    [Theory]
    [MemberData(nameof(EnginesWithAge))]
    public async Task A_short_patience_does_not_take_from_a_holder_that_stored_a_long_one(string engine)
    {
        // Stopped and out of sight, with 60 seconds stored in its entry; the waiter believes in 0.1.
        Child holder = await StartHolderAsync(Options(engine, expireAfter: 60), new Launch().WithOwnProcessIds());
        StopSignal.Stop(InnerProcess.Of(holder));

        AssertBusy(Options(engine, expireAfter: 0.1), seconds: 2);
    }

    [Theory]
    [MemberData(nameof(EnginesWithAge))]
    public async Task A_long_patience_does_not_wait_longer_than_the_holder_stored(string engine)
    {
        Child holder = await StartHolderAsync(Options(engine, expireAfter: 0.5), new Launch().WithOwnProcessIds());
        StopSignal.Stop(InnerProcess.Of(holder));

        using LockHandle handle = await Wait(Options(engine, expireAfter: 3600)).UntilHeldAsync();
        Assert.Equal(PreviousOutcome.Expired, handle.PreviousOutcome);
    }

    [Theory]
    [MemberData(nameof(AllEngines))]
    public async Task The_holders_MaxHold_counts_whatever_the_waiter_believes(string engine)
    {
        LockOptions limited = Options(engine);
        limited.MaxHold = TimeSpan.FromSeconds(1.5);
        Child holder = await StartHolderAsync(limited);
        LockOptions strict = Options(engine, timeout: TimeSpan.FromSeconds(0.5));
        strict.MaxHold = TimeSpan.FromSeconds(0.1);
        Line late = await holder.Call("acquire", Words(strict)).NextAsync(); // of another thread there; not after 0.1 s
        Assert.Equal("BL2001", late.Has("code") ? late["code"] : late.Word);

        using LockHandle handle = await Wait(Options(engine)).UntilHeldAsync();
        Assert.Equal(PreviousOutcome.Expired, handle.PreviousOutcome);
        Assert.Equal("lost", (await holder.AskAsync("wait-lost", ("name", "it"))).Word);
    }

    [Theory]
    [MemberData(nameof(EnginesWithAge))]
    public void A_later_formats_holder_is_no_less_a_holder(string engine)
    {
        new Forged(Key, Options(engine)).AddText(1, "format: 7\nholder-v7: {\"pid\":12}\nend\n");

        Assert.Null(AssertBusy(Options(engine), seconds: 0.3).Holder);
    }
}
