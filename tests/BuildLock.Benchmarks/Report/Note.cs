namespace BuildLock.Benchmarks.Report;

/// <summary>What has to be said beside the numbers: who was skipped or failed, and why.</summary>
internal sealed record Note(string Row, string Peer, string Text);
