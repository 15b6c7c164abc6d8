namespace BuildLock.Benchmarks.Rows;

/// <summary>Random keys, each run others: what <see cref="KeysRow"/>, whose keys are the same each time, could miss.</summary>
internal sealed class FalseContentionRow : IRow
{
    public string Name => "random";

    public string Title => "Random keys on port-quorum";

    public void Run(Bench bench) => bench.Results.Say(Name, "port-quorum", FalseContention.Measure());
}
