using BuildLock.Benchmarks.Builds;

namespace BuildLock.Benchmarks.Rows;

/// <summary>What the tasks cost real builds.</summary>
internal sealed class BuildsRow : IRow
{
    public string Name => "builds";

    public string Title => "Real builds";

    public void Run(Bench bench)
    {
        foreach (string line in BuildCost.Measure())
        {
            bench.Results.Say(Name, "MSBuild", line);
        }
    }
}
