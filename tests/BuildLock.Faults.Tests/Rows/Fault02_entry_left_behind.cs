using System.IO;
using System.Threading.Tasks;
using BuildLock.Conformance.Children;
using BuildLock.Faults.Tests.Machine;
using Xunit;

namespace BuildLock.Faults.Tests.Rows;

public sealed class Fault02_entry_left_behind : FaultTest
{
    [Theory]
    [MemberData(nameof(EnginesWithAge))]
    public async Task On_the_same_host_it_is_free_on_proof_of_death(string engine)
    {
        Child holder = await StartHolderAsync(Options(engine));
        holder.Kill();
        await holder.WaitForExitAsync();
        var left = new Forged(Key, Options(engine));
        Assert.True(File.Exists(left.HolderFile(1)), "Nothing was left behind, so nothing is shown.");

        using LockHandle? handle = ProcessLock.TryAcquire(Key, Options(engine));
        Assert.Equal(PreviousOutcome.Abandoned, handle?.PreviousOutcome);
        Assert.Equal(holder.Id, handle?.PreviousHolder?.ProcessId);
        Assert.Equal(2, handle?.FencingToken);
    }

    [Theory]
    [MemberData(nameof(EnginesWithAge))]
    public async Task From_another_host_it_is_free_after_ExpireAfter(string engine)
    {
        LockOptions options = Options(engine, expireAfter: 0.6);
        new Forged(Key, options).AddHold(1, Forged.Elsewhere);

        Assert.False(IsFree(options));
        using LockHandle handle = await Wait(options).UntilHeldAsync();
        Assert.Equal(PreviousOutcome.Expired, handle.PreviousOutcome);
    }
}
