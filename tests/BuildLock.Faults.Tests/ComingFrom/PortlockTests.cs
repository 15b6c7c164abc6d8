using System;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using BuildLock.Conformance.Children;
using BuildLock.Faults.Tests.Machine;
using Xunit;

namespace BuildLock.Faults.Tests.ComingFrom;

public sealed class PortlockTests : FaultTest
{
    private const string Engine = "port-quorum";

    [Fact]
    public async Task Portlock_two_of_three_ports_of_the_key_are_the_lock()
    {
        string[] ports = Array.ConvertAll(KeyPorts.Of(Key), p => p.ToString());
        Assert.Equal(3, ports.Distinct().Count());
        await StartHolderAsync(Options(Engine));
        string listening = string.Join('\n', System.Net.NetworkInformation.IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Select(p => p.ToString()));

        Assert.Equal(2, ports.Count(p => listening.Contains(p, StringComparison.Ordinal)));
        Assert.All(KeyPorts.Of(Key), p => Assert.Equal(127, p.Address.GetAddressBytes()[0]));
    }

    [Fact]
    public async Task Portlock_timeout_raises_its_own_exception_under_one_base_and_the_pauses_do_not_stretch_it()
    {
        await StartHolderAsync(Options(Engine));
        long start = Stopwatch.GetTimestamp();
        LockException e = AssertBusy(Options(Engine), seconds: 1);

        Assert.IsType<LockTimeoutException>(e);
        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalSeconds, 1, 4);
    }

    [Fact]
    public async Task Portlock_try_lock_release_and_has_locked()
    {
        LockHandle? handle = ProcessLock.TryAcquire(Key, Options(Engine));
        Assert.True(handle!.IsHeld);
        Child other = await StartAsync();
        Assert.Equal("busy", (await TryAsync(other, Options(Engine))).Word);
        Assert.False(IsFree(Options(Engine)));
        handle.Release();
        Assert.False(handle.IsHeld);
        Assert.Equal("held", (await TryAsync(other, Options(Engine))).Word);

        handle.Release(); // does nothing when not held, and cannot release another's
        Assert.False(IsFree(Options(Engine)));
    }

    [Fact]
    public void Portlock_is_safe_for_threads_and_a_using_statement_releases()
    {
        int inside = 0;
        int most = 0;
        Thread[] threads = Enumerable.Range(0, 8).Select(_ => new Thread(() =>
        {
            for (int i = 0; i < 20; i++)
            {
                using LockHandle handle = ProcessLock.Acquire(Key, Options(Engine), CancellationToken.None);
                most = Math.Max(most, Interlocked.Increment(ref inside));
                Thread.Yield();
                Interlocked.Decrement(ref inside);
            }
        })).ToArray();
        Array.ForEach(threads, t => t.Start());
        Array.ForEach(threads, t => Assert.True(t.Join(Deadline.Patience), "A thread does not get the lock."));
        Assert.Equal(1, most);
    }

    [Fact]
    public void Portlock_neighbouring_ports_do_not_collide_and_more_keys_fit_than_one_address_has_ports()
    {
        // A thousand at once: with three neighbouring ports of one address dozens would contend falsely.
        LockHandle?[] handles = Enumerable.Range(0, 1000).Select(i => ProcessLock.TryAcquire(Key + i, Options(Engine))).ToArray();
        try
        {
            Assert.All(handles, Assert.NotNull);
        }
        finally
        {
            Array.ForEach(handles, h => h?.Dispose());
        }
    }

    [Fact]
    public async Task Portlock_waiters_do_not_poll_and_see_the_holder()
    {
        LockOptions described = Options(Engine);
        described.Description = "restoring tools";
        Child holder = await StartHolderAsync(described);
        Waiter waiter = Wait(Options(Engine));
        LockWaiting told = await waiter.UntilWaitingAsync();
        Assert.Contains($"pid {holder.Id}", told.Text, StringComparison.Ordinal);
        Assert.Contains("restoring tools", told.Text, StringComparison.Ordinal);
        Assert.Contains("1st in line", told.Text, StringComparison.Ordinal);

        await ReleaseAsync(holder);
        (await waiter.UntilHeldAsync()).Dispose();
    }
}
