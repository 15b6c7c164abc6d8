using System.Threading.Tasks;
using BuildLock.Conformance.Children;
using BuildLock.Faults.Tests.Machine;
using Xunit;

namespace BuildLock.Faults.Tests.Rows;

public sealed class Fault04_two_pid_namespaces : FaultTest
{
    [Theory]
    [MemberData(nameof(EnginesWithAge))]
    public async Task No_guess_is_made_across_them_and_age_decides(string engine)
    {
        // Both are process 1, in the same folder, of the same kernel.
        LockOptions options = Options(engine, expireAfter: 2);
        Child holder = await StartHolderAsync(options, new Launch().WithOwnProcessIds());
        Child other = await StartAsync(new Launch().WithOwnProcessIds());
        Assert.Equal("busy", (await TryAsync(other, options)).Word);

        // It renews, so more than twice its age are not enough.
        LockTimeoutException busy = AssertBusy(Options(engine, expireAfter: 2), seconds: 5);
        Assert.Equal(1, busy.Holder?.ProcessId);
        Assert.Contains($"@{System.Environment.MachineName}", busy.Message, System.StringComparison.Ordinal);

        Call call = other.Call("acquire", Words(options));
        Assert.Equal("waiting", (await call.NextAsync()).Word);
        holder.Kill();
        Assert.Equal("Expired", (await call.UntilAsync("held"))["outcome"]);
    }

    [Theory]
    [MemberData(nameof(EnginesWithAge))]
    public void Our_own_id_in_another_namespace_is_not_us(string engine)
    {
        new Forged(Key, Options(engine)).AddHold(1, Forged.Changed(started: "1", pidNamespace: "pid:[1]"));

        AssertBusy(Options(engine), seconds: 0.3);
    }
}
