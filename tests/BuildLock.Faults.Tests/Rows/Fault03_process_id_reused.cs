using System;
using System.Threading.Tasks;
using BuildLock.Conformance.Children;
using BuildLock.Faults.Tests.Machine;
using Xunit;

namespace BuildLock.Faults.Tests.Rows;

public sealed class Fault03_process_id_reused : FaultTest
{
    [Theory]
    [MemberData(nameof(EnginesWithAge))]
    public void A_living_process_with_the_dead_ones_id_does_not_hold(string engine)
    {
        new Forged(Key, Options(engine)).AddHold(1, Forged.Predecessor);

        using LockHandle? handle = ProcessLock.TryAcquire(Key, Options(engine));
        Assert.Equal(PreviousOutcome.Abandoned, handle?.PreviousOutcome);
    }

    [Theory]
    [MemberData(nameof(EnginesWithAge))]
    public void An_id_without_its_start_proves_nothing(string engine)
    {
        new Forged(Key, Options(engine)).AddHold(1, Forged.Changed(id: int.MaxValue, started: string.Empty));

        AssertBusy(Options(engine), seconds: 0.3);
    }

    [Theory]
    [MemberData(nameof(EnginesWithAge))]
    public async Task A_living_holder_is_no_reused_id_to_who_counts_time_otherwise(string engine)
    {
        // In a time namespace /proc tells another start of the same process, and its clock another age.
        LockOptions options = Options(engine);
        options.MaxHold = TimeSpan.FromHours(1);
        await StartHolderAsync(options);
        Child other = await StartAsync(new Launch().WithOwnTime(secondsAhead: 1_000_000));

        Assert.Equal("busy", (await TryAsync(other, options)).Word);
    }
}
