using System;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using BuildLock.Conformance.Children;
using Xunit;

namespace BuildLock.Tests.Engines;

/// <summary>Eight waiters in four processes see the same stale lock, and exactly one of them takes it over.</summary>
public sealed class TakeoverTests : IDisposable
{
    private const int Processes = 4;
    private const int ThreadsOfEach = 2;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("lockdir")]
    [InlineData("lockfile")]
    public Task One_of_eight_takes_over_from_a_dead_holder(string engine) => TakeOverAsync(engine, rounds: 60, visible: true);

    [Theory]
    [InlineData("lockdir")]
    [InlineData("lockfile")]
    public Task One_of_eight_takes_over_from_an_expired_holder(string engine) => TakeOverAsync(engine, rounds: 20, visible: false);

    [Theory]
    [InlineData("lockdir", true)]
    [InlineData("lockdir", false)]
    [InlineData("lockfile", true)]
    [InlineData("lockfile", false)]
    [Trait("Category", "Campaign")]
    public Task One_of_eight_takes_over_in_a_long_run(string engine, bool visible) => TakeOverAsync(engine, rounds: 3000, visible);

    private async Task TakeOverAsync(string engine, int rounds, bool visible)
    {
        Child[] children = await Task.WhenAll(Enumerable.Range(0, Processes).Select(_ => Child.StartAsync()));
        try
        {
            for (int round = 0; round < rounds; round++)
            {
                var forged = new ForgedLock(engine, _folder.FullPath);
                if (visible)
                {
                    forged.AddDeadHolder(1);
                }
                else
                {
                    forged.AddInvisibleHolder(1, expireAfter: TimeSpan.FromMilliseconds(100));
                }

                (string, string?)[] settings =
                [
                    .. ChildSettings.Write(forged.WithTimeout(Deadline.Patience)),
                    ("key", forged.Key),
                    ("threads", ThreadsOfEach.ToString(CultureInfo.InvariantCulture)),
                    ("file", _folder.Below("occupied")),
                ];
                Line[] done = await Task.WhenAll(children.Select(c => c.Call("enter", settings).UntilAsync("done")));

                Assert.True(Sum(done, "overlaps") == 0, $"Round {round}: {Sum(done, "overlaps")} met another holder.");
                Assert.True(Sum(done, "takeovers") == 1, $"Round {round}: {Sum(done, "takeovers")} took over.");
                Assert.True(forged.Highest >= 1 + (Processes * ThreadsOfEach), $"Round {round}: the highest number is {forged.Highest}.");
            }
        }
        finally
        {
            foreach (Child child in children)
            {
                await child.DisposeAsync();
            }
        }
    }

    private static int Sum(Line[] lines, string name) => lines.Sum(l => int.Parse(l[name], CultureInfo.InvariantCulture));
}
