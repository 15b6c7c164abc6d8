using System;
using System.IO;
using System.Threading.Tasks;
using BuildLock.Conformance.Children;
using BuildLock.Platform;
using Xunit;

namespace BuildLock.Tests.Queueing;

/// <summary>The record in the gate's file is information: broken or gone, it lets nobody in and keeps nobody out.</summary>
public sealed class HoldRecordTests : QueueTest
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(60)]
    [InlineData(-5)]
    public async Task A_record_that_is_half_written_is_an_unknown_holder_and_never_free(int length)
    {
        Child holder = await StartHolderAsync("port-quorum");
        using (DirectoryHandle folder = DirectoryHandle.TryOpen(QueueFolderOf("port-quorum"))!)
        using (FileHandle gate = folder.TryOpenFile("gate", FileAccess.ReadWrite)!)
        {
            int whole = gate.ReadText(16 * 1024).Length;
            Assert.True(whole > 100);
            gate.Truncate(length >= 0 ? length : whole + length);
        }

        Assert.Null(ProcessLock.TryAcquire(Key, Options("port-quorum")));
        LockOptions once = Options("port-quorum");
        once.Timeout = TimeSpan.FromMilliseconds(300);
        LockTimeoutException e = Assert.Throws<LockTimeoutException>(() => ProcessLock.Acquire(Key, once, TestContext.Current.CancellationToken));
        Assert.True(e.Holder is null || e.Holder.ProcessId == holder.Id, e.Message); // the port tells, where the record does not

        // How it ended is unknown, and that is no warning.
        holder.Kill();
        await holder.WaitForExitAsync();
        using LockHandle next = ProcessLock.Acquire(Key, Options("port-quorum"), TestContext.Current.CancellationToken);
        Assert.Equal(PreviousOutcome.None, next.PreviousOutcome);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_newcomer_that_never_waited_is_told_of_a_holder_that_was_killed(string engine)
    {
        Child holder = await StartHolderAsync(engine);
        holder.Kill();
        await holder.WaitForExitAsync();

        using LockHandle next = ProcessLock.Acquire(Key, Options(engine), TestContext.Current.CancellationToken);
        Assert.Equal((PreviousOutcome.Abandoned, holder.Id), (next.PreviousOutcome, next.PreviousHolder?.ProcessId));
    }
}
