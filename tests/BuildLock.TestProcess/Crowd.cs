using System;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using BuildLock.Conformance.Children;

namespace BuildLock.TestProcess;

/// <summary>Many waiters for one key in one process, which holds it until all of them wait.</summary>
internal static class Crowd
{
    public static void Run(Line command)
    {
        int count = int.Parse(command["count"]);
        bool asynchronously = bool.Parse(command["asynchronously"]);
        using var waiting = new CountdownEvent(count);
        LockHandle first = ProcessLock.Acquire(command["key"], Settings.Read(command, out _));
        int inside = 0;
        int overlaps = 0;
        Task[] waiters = Enumerable.Range(0, count).Select(_ => StartWaiter()).ToArray();
        if (bool.Parse(command["excludes"]))
        {
            waiting.Wait();
        }

        Answers.Write(command, "waiting");
        long start = Stopwatch.GetTimestamp();
        first.Dispose();
        Task.WaitAll(waiters);
        Answers.Write(
            command,
            "done",
            ("overlaps", overlaps.ToString()),
            ("milliseconds", Stopwatch.GetElapsedTime(start).TotalMilliseconds.ToString("0")));

        Task StartWaiter()
        {
            LockOptions options = Settings.Read(command, out _);
            options.Observer = new FirstWord(waiting);
            if (asynchronously)
            {
                return EnterAsync(options);
            }

            var done = new TaskCompletionSource();
            new Thread(() => Enter(options, done)) { IsBackground = true }.Start();
            return done.Task;
        }

        async Task EnterAsync(LockOptions options)
        {
            await using LockHandle handle = await ProcessLock.AcquireAsync(command["key"], options).ConfigureAwait(false);
            Meet();
        }

        void Enter(LockOptions options, TaskCompletionSource done)
        {
            try
            {
                using LockHandle handle = ProcessLock.Acquire(command["key"], options);
                Meet();
            }
            catch (Exception e)
            {
                done.SetException(e);
                return;
            }

            done.SetResult();
        }

        void Meet()
        {
            if (Interlocked.Increment(ref inside) > 1)
            {
                Interlocked.Increment(ref overlaps);
            }

            Thread.Yield();
            Interlocked.Decrement(ref inside);
        }
    }

    private sealed class FirstWord(CountdownEvent waiting) : ILockObserver
    {
        private int _told;

        public void Report(LockEvent lockEvent)
        {
            if (lockEvent is LockWaiting && Interlocked.Exchange(ref _told, 1) == 0)
            {
                waiting.Signal();
            }
        }
    }
}
