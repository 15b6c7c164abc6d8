using System.Diagnostics;
using System.Threading.Tasks;
using BuildLock.Conformance.Children;
using Xunit;

namespace BuildLock.Faults.Tests.Rows;

public sealed class Fault01_holder_killed : FaultTest
{
    [Theory]
    [InlineData("port-quorum")]
    [InlineData("oslock")]
    public async Task The_waiter_has_it_at_once_and_is_told(string engine)
    {
        Child holder = await StartHolderAsync(Options(engine));
        Waiter waiter = Wait(Options(engine));
        await waiter.UntilWaitingAsync();

        long start = Stopwatch.GetTimestamp();
        holder.Kill();
        using LockHandle handle = await waiter.UntilHeldAsync();

        double took = Stopwatch.GetElapsedTime(start, waiter.EndedAt).TotalMilliseconds;
        Note($"{engine}: kill -9 to hold: {took:0.0} ms");
        Assert.True(took < 5000, $"It took {took} ms."); // the promise is a second; the machine may be busy with other builds
        Assert.Equal(PreviousOutcome.Abandoned, handle.PreviousOutcome);
        Assert.Equal("BL1002", waiter.Acquired?.Code);
    }
}
