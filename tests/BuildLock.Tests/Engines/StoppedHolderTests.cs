using System;
using System.Threading.Tasks;
using BuildLock.Conformance.Children;
using Xunit;

namespace BuildLock.Tests.Engines;

/// <summary>A holder that is stopped cannot say who it is; the operating system can.</summary>
public sealed class StoppedHolderTests
{
    [Fact]
    public async Task Its_process_is_named()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The processes of sockets are found in /proc, which only Linux has.");
        string key = "stopped " + Guid.NewGuid();
        var options = new LockOptions { Engine = "port-quorum", Timeout = TimeSpan.Zero };
        await using Child holder = await Child.StartAsync();
        await holder.Call("acquire", ChildSettings.Write(options, ("key", key), ("name", "it"))).UntilAsync("held");
        holder.Stop();

        LockTimeoutException e = Assert.Throws<LockTimeoutException>(() => ProcessLock.Acquire(key, options, TestContext.Current.CancellationToken));

        Assert.Contains($", pid {holder.Id}, which does not answer: it may be stopped.", e.Message, StringComparison.Ordinal);
        Assert.Null(e.Holder);
    }
}
