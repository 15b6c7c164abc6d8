using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using BuildLock.Conformance.Children;

namespace BuildLock.Faults.Tests.Takeover;

/// <summary>Eight waiters go for one stale lock, round after round. A winner keeps it until all others have tried again and
/// failed, so that a second winner of the same round is a second holder.</summary>
internal static class TakeoverRace
{
    public const int Waiters = 8;

    /// <returns>How many won, for each round.</returns>
    public static IReadOnlyList<int> Run(StaleLock stale, int rounds)
    {
        var winners = new int[rounds];
        var errors = new List<Exception>();
        using var barrier = new Barrier(Waiters + 1);
        Thread[] threads = Enumerable.Range(0, Waiters).Select(i => new Thread(() => Go(i)) { IsBackground = true }).ToArray();
        Array.ForEach(threads, t => t.Start());
        for (int round = 0; round < rounds; round++)
        {
            stale.Prepare(Waiters);
            Meet(barrier); // all go
            Meet(barrier); // all have done
            stale.Finish();
        }

        Array.ForEach(threads, t => t.Join());
        return errors.Count == 0 ? winners : throw new AggregateException(errors);

        void Go(int waiter)
        {
            for (int round = 0; round < rounds; round++)
            {
                Meet(barrier);
                try
                {
                    TakeOrSeeItTaken(stale, waiter, ref winners[round]);
                }
                catch (Exception e)
                {
                    lock (errors)
                    {
                        errors.Add(e);
                    }
                }

                Meet(barrier);
            }
        }
    }

    private static void TakeOrSeeItTaken(StaleLock stale, int waiter, ref int winners)
    {
        long start = Stopwatch.GetTimestamp();
        while (true)
        {
            bool isOver = Volatile.Read(ref winners) > 0;
            if (stale.TryTake(waiter))
            {
                Interlocked.Increment(ref winners);
                return;
            }

            if (isOver)
            {
                return;
            }

            if (Stopwatch.GetElapsedTime(start) > Deadline.Patience)
            {
                throw new TimeoutException($"Nobody got the stale lock for {Deadline.Patience}.");
            }
        }
    }

    private static void Meet(Barrier barrier)
    {
        if (!barrier.SignalAndWait(Deadline.Patience * 2))
        {
            throw new TimeoutException("A waiter of the race is missing.");
        }
    }
}
