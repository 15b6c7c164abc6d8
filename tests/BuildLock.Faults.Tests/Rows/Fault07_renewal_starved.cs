using System.Threading.Tasks;
using BuildLock.Conformance.Children;
using BuildLock.Faults.Tests.Machine;
using Xunit;

namespace BuildLock.Faults.Tests.Rows;

public sealed class Fault07_renewal_starved : FaultTest
{
    [Theory]
    [MemberData(nameof(EnginesWithAge))]
    public async Task A_blocked_thread_pool_does_not_stop_the_renewal(string engine)
    {
        LockOptions options = Options(engine, expireAfter: 2);
        Child holder = await StartHolderAsync(options, new Launch().WithOwnProcessIds());
        Assert.Equal("blocked", (await holder.AskAsync("block-pool")).Word);

        AssertBusy(Options(engine, expireAfter: 2), seconds: 5);
        Assert.Equal("True", (await holder.AskAsync("state", ("name", "it")))["held"]);
    }

    [Theory]
    [MemberData(nameof(EnginesWithAge))]
    public async Task Missed_beats_are_no_loss(string engine)
    {
        // Stopped for half the time, which is three beats, over and over: never silent for the whole of it.
        LockOptions options = Options(engine, expireAfter: 3);
        Child holder = await StartHolderAsync(options, new Launch().WithOwnProcessIds());
        Waiter waiter = Wait(Options(engine, expireAfter: 3));
        int inner = InnerProcess.Of(holder);
        for (int pause = 0; pause < 2; pause++)
        {
            StopSignal.Stop(inner);
            await Task.Delay(1500);
            StopSignal.Continue(inner);
            await Task.Delay(600);
        }

        Assert.False(waiter.Handle.IsCompleted);
        await ReleaseAsync(holder);
        using LockHandle handle = await waiter.UntilHeldAsync();
        Assert.Equal(PreviousOutcome.Released, handle.PreviousOutcome);
    }
}
