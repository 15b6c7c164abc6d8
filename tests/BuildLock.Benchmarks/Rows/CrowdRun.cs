using System;
using System.Linq;
using BuildLock.Benchmarks.Protocol;

namespace BuildLock.Benchmarks.Rows;

/// <summary>What came out of one run of a <see cref="Crowd"/>.</summary>
/// <param name="HoldsPerSecond">Counted only while all contended: from the start, or the last one's first request where that
/// was later, to the end of the first one to finish. After that the others have less to wait for.</param>
/// <param name="FirstFinished">Milliseconds from the start.</param>
/// <param name="LastFinished">Milliseconds from the start.</param>
/// <param name="LongestWait">Milliseconds. What one waited before the start does not count.</param>
internal sealed record CrowdRun(double HoldsPerSecond, double FirstFinished, double LastFinished, double LongestWait)
{
    private const int Taken = 3; // what comes before: first asked, ended, longest wait but for the first

    /// <param name="start">When the gate was opened.</param>
    /// <param name="answers">As the processes gave them.</param>
    public static CrowdRun Of(long start, long[][] answers)
    {
        long from = Math.Max(start, answers.Max(a => a[0]));
        long to = answers.Min(a => a[1]);
        if (to <= from)
        {
            throw new PeerFailedException("the first of them had finished before the last began");
        }

        int holds = answers.Sum(a => a.Skip(Taken).Count(at => at >= from && at < to));
        return new CrowdRun(
            holds * 1e9 / (to - from),
            (to - start) / 1e6,
            (answers.Max(a => a[1]) - start) / 1e6,
            answers.Max(a => Math.Max(a[2], a[Taken] - Math.Max(start, a[0]))) / 1e6);
    }
}
