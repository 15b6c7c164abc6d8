namespace BuildLock.Benchmarks.Rows;

/// <summary>One thing to measure, for all peers.</summary>
internal interface IRow
{
    /// <summary>As <c>--rows</c> names it.</summary>
    string Name { get; }

    string Title { get; }

    void Run(Bench bench);
}
