using BuildLock.Engines;
using BuildLock.Engines.PortQuorum;
using BuildLock.Waiting;
using Xunit;

namespace BuildLock.Tests.Waiting;

public sealed class RehearsalTests
{
    [Fact]
    public void It_does_not_wait_for_who_has_the_lock_of_its_name_and_shuts_nobody_out()
    {
        var request = LockRequest.Create(LockKey.Named(nameof(Rehearsal)), new LockOptions { Engine = "port-quorum" });
        ILockHold? one = PortQuorumContender.OfNothing(request).Try(isLast: true).Hold;
        ILockHold? other = PortQuorumContender.OfNothing(request).Try(isLast: true).Hold;
        using LockHandle? real = ProcessLock.TryAcquire(nameof(Rehearsal));

        Assert.NotNull(one);
        Assert.NotNull(other);
        Assert.NotNull(real);
        one.Release(PreviousOutcome.Released);
        other.Release(PreviousOutcome.Released);
    }

    [Fact]
    public void It_takes_the_way_of_a_real_lock_to_its_end() => Rehearsal.Perform();
}
