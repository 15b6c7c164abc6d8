using System;
using System.Linq;
using System.Threading;
using Xunit;

namespace BuildLock.MSBuild.Tests.Builds;

/// <summary>Waits for something to become true, not longer than it can still become true.</summary>
internal static class Patience
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    /// <param name="needed">Builds without which it cannot happen: their end before is a failure at once.</param>
    public static void Until(Func<bool> condition, string what, params Build[] needed)
    {
        TimeSpan end = TestClock.Now + Deadline;
        while (!condition())
        {
            // Asked again after the end: it may have happened just before.
            if (Array.Find(needed, b => b.HasEnded) is { } ended && !condition())
            {
                Assert.Fail($"Waited until {what}, but a build has ended:\n{ended.WaitForEnd().Text}");
            }

            if (TestClock.Now > end)
            {
                Assert.Fail($"Waited {Deadline.TotalSeconds} s in vain until {what}:\n{string.Join("\n\n", needed.Select(b => string.Join('\n', b.Lines)))}");
            }

            Thread.Sleep(10);
        }
    }
}
