using BuildLock.Benchmarks.Builds;

namespace BuildLock.Benchmarks.Rows;

/// <summary>What the tasks cost real builds.</summary>
internal sealed class BuildsRow : IRow
{
    public const string MSBuild = "MSBuild";

    public const string NoOp = "no-op build";

    public string Name => "builds";

    public string Title => "Real builds";

    public void Run(Bench bench)
    {
        (double ratio, string text) = BuildCost.NoOpBuilds();
        bench.Results.Add(Name, MSBuild, NoOp, ratio, "x");
        bench.Results.Say(Name, MSBuild, text);
        bench.Results.Say(Name, MSBuild, BuildCost.FirstUse());
        bench.Results.Say(Name, MSBuild, BuildCost.WaitBesideWork());
    }
}
