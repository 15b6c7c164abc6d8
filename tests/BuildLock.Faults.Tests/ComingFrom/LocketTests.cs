using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using BuildLock.Conformance.Children;
using Xunit;

namespace BuildLock.Faults.Tests.ComingFrom;

public sealed class LocketTests : FaultTest
{
    private string LockedPath => Path.Combine(Folder, "a.lock");

    private static LockOptions OsLock(TimeSpan timeout) => new() { Engine = "oslock", Timeout = timeout };

    [Fact]
    public void Locket_a_lock_is_its_files_path_also_in_one_process_and_is_not_re_entrant()
    {
        using LockHandle handle = ProcessLock.Acquire(LockKey.ForFile(LockedPath), OsLock(TimeSpan.Zero), CancellationToken.None);
        string spelling = Path.Combine(Folder, "x", "..", "a.lock");

        Assert.Null(ProcessLock.TryAcquire(LockKey.ForFile(LockedPath), OsLock(TimeSpan.Zero)));
        Assert.Equal(LockKey.ForFile(LockedPath), LockKey.ForFile(Path.GetFullPath(spelling)));
        using LockHandle? other = ProcessLock.TryAcquire(LockKey.ForFile(LockedPath + "2"), OsLock(TimeSpan.Zero));
        Assert.NotNull(other);
    }

    [Fact]
    public async Task Locket_waits_for_ever_or_raises_at_once_or_after_a_time_out()
    {
        Child holder = await StartHolderAsync(Options("oslock"));
        LockTimeoutException e = AssertBusy(Options("oslock", timeout: TimeSpan.Zero));
        Assert.True(e.Waited < TimeSpan.FromSeconds(2));
        Assert.True(AssertBusy(Options("oslock"), seconds: 0.5).Waited >= TimeSpan.FromSeconds(0.5));

        Waiter waiter = Wait(Options("oslock", timeout: Timeout.InfiniteTimeSpan));
        await waiter.UntilWaitingAsync();
        await ReleaseAsync(holder);
        (await waiter.UntilHeldAsync()).Dispose();
    }

    [Fact]
    public void Locket_any_thread_of_the_holder_may_release()
    {
        LockHandle handle = ProcessLock.Acquire(Key, Options("oslock"), CancellationToken.None);
        var thread = new Thread(handle.Release);
        thread.Start();
        Assert.True(thread.Join(Deadline.Patience));
        Assert.True(IsFree(Options("oslock")));
    }

    [Fact]
    public void Locket_context_manager_releases_when_an_exception_passes()
    {
        Action work = () =>
        {
            using LockHandle handle = ProcessLock.Acquire(Key, Options("oslock"), CancellationToken.None);
            throw new InvalidDataException("of the work");
        };

        Assert.Throws<InvalidDataException>(work);
        Assert.True(IsFree(Options("oslock")));
    }

    [Fact]
    public async Task Locket_excludes_even_where_the_runtimes_file_locks_are_switched_off()
    {
        Child holder = await StartAsync(new Machine.Launch().WithVariable("DOTNET_SYSTEM_IO_DISABLEFILELOCKING", "1"));
        Child other = await StartAsync(new Machine.Launch().WithVariable("DOTNET_SYSTEM_IO_DISABLEFILELOCKING", "1"));
        await HoldAsync(holder, Options("oslock"));
        Assert.Equal("busy", (await TryAsync(other, Options("oslock"))).Word);
        Assert.Equal("busy", (await holder.AskAsync("try", [.. ChildSettings.Write(Options("oslock"), ("key", Key), ("name", "again"))])).Word);
        Assert.False(IsFree(Options("oslock")));
    }
}
