using System.Collections.Generic;
using System.IO;
using System.Linq;
using BuildLock.Faults.Tests.Takeover;
using Xunit;

namespace BuildLock.Faults.Tests.Rows;

public sealed class Fault17_two_waiters_break_one_stale_lock : FaultTest
{
    private const int RoundsOfTheDouble = 100;

    [Theory]
    [InlineData("lockdir", true, 250)]
    [InlineData("lockfile", true, 250)]
    [InlineData("lockdir", false, 50)]
    [InlineData("lockfile", false, 50)]
    public void Exactly_one_of_eight_takes_it_where_remove_then_create_lets_several_in(string engine, bool seen, int rounds)
    {
        Directory.CreateDirectory(Locks);
        IReadOnlyList<int> theirs = TakeoverRace.Run(new RemoveThenCreate(Locks), RoundsOfTheDouble);
        IReadOnlyList<int> ours = TakeoverRace.Run(new StaleGenerations(Options(engine, expireAfter: 0.1), seen), rounds);

        Note($"{engine}, holder {(seen ? "dead" : "expired")}: {ours.Count(w => w == 1)} of {rounds} rounds with one winner, at most {ours.Max()}; "
            + $"remove then create: {theirs.Count(w => w > 1)} of {RoundsOfTheDouble} rounds with several, at most {theirs.Max()}.");
        Assert.All(ours, w => Assert.Equal(1, w));
        Assert.Contains(theirs, w => w > 1); // or the race shows nothing
    }
}
