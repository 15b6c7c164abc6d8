using System;
using System.IO;
using System.Linq;
using System.Threading;
using BuildLock.Conformance.Children;

namespace BuildLock.TestProcess;

/// <summary>Many waits that time out, are cancelled or are served, and what is left of them in this process. Linux only.</summary>
internal static class Waits
{
    private const int AtATime = 8;

    public static void Run(Line command)
    {
        int count = int.Parse(command["count"]);
        int settled = int.Parse(command["settled"]);
        var waits = new Contention(command);

        // The first ones start what a process has once: its keeper, what answers, the pool's threads.
        waits.All(AtATime, AtATime, TimeSpan.FromMilliseconds(5));
        waits.All(6, 6, TimeSpan.FromMilliseconds(1100));
        (int threads, int descriptors) = (Threads(), Descriptors());

        waits.All(count, AtATime, TimeSpan.FromMilliseconds(3));
        waits.All(settled, settled, TimeSpan.FromMilliseconds(1100)); // more than a second: another thread waits for these

        // Threads end a moment after those who waited for them went on; the pool's after half a minute, so it is not waited for.
        SpinWait.SpinUntil(() => Threads() <= threads && Descriptors() <= descriptors, TimeSpan.FromSeconds(20));
        Answers.Write(
            command,
            "done",
            ("threads-before", threads.ToString()),
            ("threads-after", Threads().ToString()),
            ("descriptors-before", descriptors.ToString()),
            ("descriptors-after", Descriptors().ToString()),
            ("all-ended-as-they-should", waits.AreSound.ToString()));
    }

    private static int Threads() => Directory.GetDirectories("/proc/self/task").Length;

    private static int Descriptors() => Directory.GetFileSystemEntries("/proc/self/fd").Length;

    private sealed class Contention(Line command)
    {
        private int _unsound;

        public bool AreSound => Volatile.Read(ref _unsound) == 0;

        /// <summary>Each three of a kind: timed out, cancelled, and served.</summary>
        public void All(int count, int atATime, TimeSpan length)
        {
            int left = count;
            using (Acquire(command["key"], TimeSpan.Zero, CancellationToken.None))
            {
                Parallel(atATime, () => Interlocked.Decrement(ref left), number => End(number, length));
            }

            left = count / 2;
            Parallel(atATime, () => Interlocked.Decrement(ref left), _ => Acquire(command["key"], Timeout.InfiniteTimeSpan, CancellationToken.None).Dispose());
        }

        private void End(int number, TimeSpan length)
        {
            using var cancellation = new CancellationTokenSource();
            bool isCancelled = number % 2 == 0;
            try
            {
                if (isCancelled)
                {
                    cancellation.CancelAfter(length);
                }

                Acquire(command["key"], isCancelled ? Timeout.InfiniteTimeSpan : length, cancellation.Token).Dispose();
                Interlocked.Increment(ref _unsound);
            }
            catch (Exception e) when (isCancelled ? e is OperationCanceledException : e is LockTimeoutException)
            {
                // As it should.
            }
        }

        private LockHandle Acquire(string key, TimeSpan timeout, CancellationToken cancellationToken)
        {
            LockOptions options = Settings.Read(command, out _);
            options.Observer = null;
            options.Timeout = timeout;
            return ProcessLock.Acquire(key, options, cancellationToken);
        }

        private void Parallel(int atATime, Func<int> next, Action<int> one)
        {
            Thread[] threads = Enumerable.Range(0, atATime).Select(_ => new Thread(Loop)).ToArray();
            Array.ForEach(threads, t => t.Start());
            Array.ForEach(threads, t => t.Join());

            void Loop()
            {
                while (next() is >= 0 and var number)
                {
                    try
                    {
                        one(number);
                    }
                    catch (Exception e)
                    {
                        Interlocked.Increment(ref _unsound);
                        Answers.Write(command, "error", ("type", e.GetType().Name), ("code", "none"), ("message", e.ToString()));
                    }
                }
            }
        }
    }
}
