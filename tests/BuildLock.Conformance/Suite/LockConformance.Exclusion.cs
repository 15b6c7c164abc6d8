using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using BuildLock.Conformance.Children;
using Xunit;

namespace BuildLock.Conformance;

/// <summary>Never two holders of one key, whether they are processes or threads.</summary>
public abstract partial class LockConformance
{
    [Fact]
    public async Task Another_process_cannot_have_what_this_one_holds()
    {
        string key = NewKey();
        Child child = await StartChildAsync();
        using LockHandle handle = ProcessLock.Acquire(key, Options());

        Assert.True(handle.IsHeld);
        Assert.Equal(Excludes ? "busy" : "held", (await child.AskAsync("try", Command(key))).Word);
    }

    [Fact]
    public async Task This_process_cannot_have_what_another_holds()
    {
        string key = NewKey();
        Child child = await StartHolderAsync(key);

        Assert.Equal(!Excludes, IsFree(key));

        await child.AskAsync("release", ("name", "it"));
        Assert.True(IsFree(key));
    }

    [Fact]
    public void The_same_thread_cannot_have_it_twice()
    {
        // Not re-entrant: a lock that lets its own process in would let two projects of one build in.
        string key = NewKey();
        using LockHandle handle = ProcessLock.Acquire(key, Options());

        Assert.Equal(!Excludes, IsFree(key));
    }

    [Fact]
    public async Task Another_thread_cannot_have_it_too()
    {
        string key = NewKey();
        using LockHandle handle = ProcessLock.Acquire(key, Options());

        var free = new TaskCompletionSource<bool>();
        new Thread(() => free.SetResult(IsFree(key))).Start();

        Assert.Equal(!Excludes, await free.Task.Within("the other thread's attempt"));
    }

    [Fact]
    public async Task Twenty_threads_enter_one_at_a_time()
    {
        string key = NewKey();
        int inside = 0;
        int met = 0;
        await OnThreadsAsync(20, () =>
        {
            for (int round = 0; round < 10; round++)
            {
                using LockHandle handle = ProcessLock.Acquire(key, Options());
                met += Interlocked.Increment(ref inside) > 1 ? 1 : 0;
                Thread.Sleep(1); // the time in which a second one would show
                Interlocked.Decrement(ref inside);
            }
        });

        Assert.Equal(Excludes, met == 0);
    }

    [Fact]
    public async Task Threads_that_meet_at_a_key_nobody_has_had_all_get_it()
    {
        // The state of a new key is made by whoever comes first, under the eyes of the others.
        string[] keys = Enumerable.Range(0, 500).Select(_ => NewKey()).ToArray();
        using var together = new Barrier(6);

        await OnThreadsAsync(together.ParticipantCount, () =>
        {
            foreach (string key in keys)
            {
                together.SignalAndWait();
                ProcessLock.Acquire(key, Options()).Dispose();
            }
        });
    }

    private static async Task OnThreadsAsync(int count, Action action)
    {
        var threads = new Task[count];
        var failed = new TaskCompletionSource(); // told at once: the other threads may wait for the one that failed
        for (int i = 0; i < threads.Length; i++)
        {
            var done = new TaskCompletionSource();
            threads[i] = done.Task;
            var thread = new Thread(() =>
            {
                try
                {
                    action();
                    done.SetResult();
                }
                catch (Exception e)
                {
                    failed.TrySetException(e);
                }
            });
            thread.IsBackground = true;
            thread.Start();
        }

        await (await Task.WhenAny(Task.WhenAll(threads), failed.Task).Within($"{count} threads to have had the lock"));
    }
}
