using System.IO;
using System.Threading.Tasks;
using BuildLock.Conformance.Children;
using BuildLock.Faults.Tests.Machine;
using BuildLock.Identity;
using Xunit;

namespace BuildLock.Faults.Tests.Rows;

public sealed class Fault05_two_network_namespaces : FaultTest
{
    [Fact]
    public async Task Ports_do_not_exclude_across_them_as_documented()
    {
        LockOptions options = Options("port-quorum");
        Child apart = await StartHolderAsync(options, new Launch().WithOwnNetwork());
        using LockHandle? handle = ProcessLock.TryAcquire(Key, options);

        Assert.NotNull(handle);
        Assert.Equal("True", (await apart.AskAsync("state", ("name", "it")))["held"]);
    }

    [Theory]
    [MemberData(nameof(EnginesOnDisk))]
    public async Task Engines_on_disk_exclude_and_the_holders_text_names_its_namespace(string engine)
    {
        // The holder's beacon cannot be reached from here: the waiter must get on without it.
        LockOptions options = Options(engine);
        Child apart = await StartHolderAsync(options, new Launch().WithOwnNetwork());
        Waiter waiter = Wait(Options(engine));
        await waiter.UntilWaitingAsync();

        string file = engine == "oslock" ? Directory.GetFiles(Locks)[0] : new Forged(Key, options).HolderFile(1);
        string text = PlainFile.Read(file);
        Assert.Contains("netns: net:[", text, System.StringComparison.Ordinal);
        Assert.DoesNotContain(ProcessIdentity.Current.NetworkNamespace, text, System.StringComparison.Ordinal);

        await ReleaseAsync(apart);
        using LockHandle handle = await waiter.UntilHeldAsync();
        Assert.Equal(PreviousOutcome.Released, handle.PreviousOutcome);
    }
}
