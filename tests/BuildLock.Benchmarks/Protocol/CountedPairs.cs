using System;
using System.Globalization;
using BuildLock.Benchmarks.Locks;

namespace BuildLock.Benchmarks.Protocol;

/// <summary>A process that takes and releases a number of times and ends: it writes how many bytes all its threads allocated for
/// each pair. What its system calls are is counted from outside.</summary>
internal static class CountedPairs
{
    public static void Run(ILibraryLock peer, string key, int count)
    {
        Take(peer, key, count / 2); // what is made once is not the price of a pair
        long before = GC.GetTotalAllocatedBytes(precise: true);
        Take(peer, key, count - (count / 2));
        double each = (GC.GetTotalAllocatedBytes(precise: true) - before) / (double)(count - (count / 2));
        Console.WriteLine(each.ToString("0", CultureInfo.InvariantCulture));
    }

    private static void Take(ILibraryLock peer, string key, int count)
    {
        for (int i = 0; i < count; i++)
        {
            peer.Acquire(key).Dispose();
        }
    }
}
