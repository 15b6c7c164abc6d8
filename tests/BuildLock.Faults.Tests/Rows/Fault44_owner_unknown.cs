using System.Threading.Tasks;
using BuildLock.Conformance.Children;
using Xunit;

namespace BuildLock.Faults.Tests.Rows;

public sealed class Fault44_owner_unknown : FaultTest
{
    [Theory]
    [MemberData(nameof(AllEngines))]
    public async Task Who_holds_is_known_no_later_than_the_hold(string engine)
    {
        // Asked for in the moment after the hold, again and again: the answer must be there each time.
        Child holder = await StartAsync();
        for (int round = 0; round < 40; round++)
        {
            LockOptions options = Options(engine);
            options.Description = "round " + round;
            await HoldAsync(holder, options);

            LockTimeoutException busy = AssertBusy(Options(engine));
            Assert.Equal(holder.Id, busy.Holder?.ProcessId);
            Assert.Equal("round " + round, busy.Holder?.Description);
            await ReleaseAsync(holder);
        }
    }
}
