using System;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;
using BuildLock.Conformance.Children;
using Xunit;

namespace BuildLock.Conformance;

/// <summary>A release happens once and never hurts anybody else's hold; taking and giving works at full speed.</summary>
public abstract partial class LockConformance
{
    [Fact]
    public void Releasing_again_does_not_release_the_next_holder()
    {
        string key = NewKey();
        var failed = new Recorder<LockReleaseFailed>();
        LockOptions options = Options();
        options.Observer = failed;
        LockHandle first = ProcessLock.Acquire(key, options);
        first.Dispose();
        Assert.False(first.IsHeld);

        using LockHandle second = ProcessLock.Acquire(key, Options());
        first.Dispose();
        first.Release();
        first.DisposeAsync().GetAwaiter().GetResult();

        Assert.True(second.IsHeld);
        Assert.False(failed.First.IsCompleted, "Releasing again did something.");
        Assert.Equal(!Excludes, IsFree(key));
    }

    [Fact]
    public void A_released_handle_is_not_lost()
    {
        LockHandle handle = ProcessLock.Acquire(NewKey(), Options());
        CancellationToken lost = handle.Lost;
        handle.Dispose();

        handle.ThrowIfLost();
        Assert.False(lost.IsCancellationRequested);
        Assert.False(handle.Lost.IsCancellationRequested);
        Assert.Null(handle.Loss);

        // Work may outlive the lock and still look at its token.
        using CancellationTokenRegistration registration = lost.Register(() => throw new InvalidOperationException("lost"));
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(lost);
    }

    [Fact]
    public async Task A_released_lock_is_free_at_once_while_this_process_starts_others()
    {
        // Between fork and exec a child has copies of all descriptors. A lock that ended with the last copy of one would
        // outlive its release, and builds start processes all the time.
        string key = NewKey();
        Task starting = Task.Run(() =>
        {
            for (int started = 0; started < 200; started++)
            {
                using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, "--version") { UseShellExecute = false, RedirectStandardOutput = true })!;
                process.Kill();
                process.WaitForExit();
            }
        });

        int refused = 0;
        while (!starting.IsCompleted)
        {
            using LockHandle? handle = ProcessLock.TryAcquire(key, Options());
            refused += handle is null ? 1 : 0;
        }

        await starting;
        Assert.Equal(0, refused);
    }

    [Fact]
    public async Task Many_threads_releasing_one_handle_release_it_once()
    {
        string key = NewKey();
        for (int round = 0; round < 50; round++)
        {
            LockHandle handle = ProcessLock.Acquire(key, Options());
            await Task.WhenAll(Task.Run(handle.Release), Task.Run(handle.Dispose), Task.Run(handle.DisposeAsync)).Within("three releases");
            Assert.False(handle.IsHeld);
        }

        Assert.True(IsFree(key));
    }

    [Fact]
    public void It_can_be_taken_and_given_back_two_thousand_times()
    {
        string key = NewKey();
        long last = 0;
        for (int i = 0; i < 2000; i++)
        {
            using LockHandle? handle = ProcessLock.TryAcquire(key, Options());
            Assert.True(handle is not null, $"Attempt {i} found it taken, though nobody had it.");
            Assert.True(handle.FencingToken > last, $"Token {handle.FencingToken} of hold {i} after {last}.");
            last = handle.FencingToken;
        }
    }

    [Fact]
    public async Task Two_processes_with_waiters_connected_alternate()
    {
        // The waiters are connected at each release: what a connection leaves behind must not keep the lock.
        string key = NewKey();
        Child[] children = [await StartChildAsync(), await StartChildAsync()];
        Task<Line>[] loops = Array.ConvertAll(
            children,
            c => c.Call("increment", [.. Command(key), ("file", ScratchFile), ("rounds", "500")]).UntilAsync("done"));
        await Task.WhenAll(loops);
        Assert.True(IsFree(key));
    }

    [Fact]
    public async Task What_was_released_before_the_process_ended_is_not_abandoned()
    {
        // The usual end of a build: released, and the process gone a moment later.
        string key = NewKey();
        Child child = await StartHolderAsync(key);
        await child.AskAsync("release", ("name", "it"));
        await child.ExitAsync();

        using LockHandle handle = ProcessLock.Acquire(key, Options(TimeSpan.Zero));
        Assert.Equal(Excludes ? PreviousOutcome.Released : PreviousOutcome.None, handle.PreviousOutcome);
    }
}
