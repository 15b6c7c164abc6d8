namespace BuildLock.Benchmarks.Report;

/// <summary>One number of the result.</summary>
/// <param name="Row">What was measured, such as <c>handover</c>.</param>
/// <param name="Name">Which figure of it, such as <c>median</c>.</param>
internal sealed record Figure(string Row, string Peer, string Name, double Value, string Unit);
