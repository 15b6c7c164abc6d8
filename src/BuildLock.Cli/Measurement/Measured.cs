namespace BuildLock.Cli.Measurement;

/// <summary>What was measured of one lock.</summary>
/// <param name="Kind">One of <see cref="MeasuredKind.All"/>.</param>
/// <param name="Pairs">Taking and releasing it, with nobody else there.</param>
/// <param name="HandOvers">From the release in one process to the waiter in another that has it.</param>
/// <param name="Problem">Why there is nothing more.</param>
internal sealed record Measured(string Kind, Samples Pairs, Samples HandOvers, string? Problem);
