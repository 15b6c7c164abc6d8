using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using BuildLock.Conformance.Children;
using BuildLock.Faults.Tests.Machine;
using Xunit;

namespace BuildLock.Faults.Tests.ComingFrom;

/// <summary>The riddle of breaking a timed-out lock atomically is solved in <c>Fault17_two_waiters_break_one_stale_lock</c>.</summary>
public sealed class LockByDirTests : FaultTest
{
    [Theory]
    [MemberData(nameof(EnginesWithAge))]
    public async Task Lockbydir_TIMEOUT_opens_the_lock_by_itself_and_is_kept_in_the_lock(string engine)
    {
        // The other riddle: processes with different time-outs agree, since the holder's own counts.
        LockOptions limited = Options(engine);
        limited.MaxHold = TimeSpan.FromSeconds(1.5);
        Child holder = await StartHolderAsync(limited);
        LockOptions impatient = Options(engine);
        impatient.MaxHold = TimeSpan.FromSeconds(0.1);
        AssertBusy(impatient, seconds: 0.3);

        using LockHandle handle = await Wait(Options(engine)).UntilHeldAsync();
        Assert.Equal(PreviousOutcome.Expired, handle.PreviousOutcome);
        Assert.Equal("lost", (await holder.AskAsync("wait-lost", ("name", "it"))).Word);
    }

    [Theory]
    [MemberData(nameof(EnginesWithAge))]
    public async Task Lockbydir_TIMEOUT_also_opens_the_lock_of_a_holder_that_is_stopped(string engine)
    {
        LockOptions limited = Options(engine);
        limited.MaxHold = TimeSpan.FromSeconds(1);
        Child holder = await StartHolderAsync(limited);
        holder.Stop();

        using LockHandle handle = await Wait(Options(engine)).UntilHeldAsync();
        Assert.Equal(PreviousOutcome.Expired, handle.PreviousOutcome);
        holder.Continue();
        Assert.Equal("lost", (await holder.AskAsync("wait-lost", ("name", "it"))).Word);
        Assert.True(handle.IsHeld);
    }

    [Theory]
    [MemberData(nameof(EnginesWithAge))]
    public async Task Lockbydir_PATIENCE_is_each_waiters_own(string engine)
    {
        await StartHolderAsync(Options(engine));
        double[] patiences = [0.2, 0.6, 1.2];
        TimeSpan[] waited = await Task.WhenAll(patiences.Select(p => Task.Run(() => AssertBusy(Options(engine), p).Waited)));
        for (int i = 0; i < patiences.Length; i++)
        {
            Assert.InRange(waited[i].TotalSeconds, patiences[i], patiences[i] + 5);
        }
    }

    [Theory]
    [MemberData(nameof(EnginesWithAge))]
    public async Task Lockbydir_only_the_rightful_owner_unlocks_and_only_before_its_time_out(string engine)
    {
        LockOptions limited = Options(engine);
        limited.MaxHold = TimeSpan.FromSeconds(0.5);
        LockHandle late = ProcessLock.Acquire(Key, limited, CancellationToken.None);
        using LockHandle owner = await Wait(Options(engine)).UntilHeldAsync();

        late.Release();
        Assert.NotNull(late.Loss);
        Assert.True(owner.IsHeld);
        Assert.False(IsFree(Options(engine)));
        Assert.Equal(2, new Forged(Key, Options(engine)).Folder.Numbers()[^1]);
    }

    [Theory]
    [MemberData(nameof(EnginesWithAge))]
    public async Task Lockbydir_massive_demonstration(string engine)
    {
        // Six processes add one to a number in a file, thirty times each.
        string file = System.IO.Path.Combine(Folder, "number");
        Child[] children = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => StartAsync()));
        await Task.WhenAll(children.Select(c => c.Call("increment", [.. Words(Options(engine)), ("file", file), ("rounds", "30")]).UntilAsync("done")));
        Assert.Equal(180, BitConverter.ToInt64(await System.IO.File.ReadAllBytesAsync(file)));
    }
}
