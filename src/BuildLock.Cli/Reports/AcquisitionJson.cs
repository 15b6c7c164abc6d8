using System.Collections.Generic;

namespace BuildLock.Cli.Reports;

/// <summary>One acquisition. <c>Process</c> and <c>Lock</c> are places in the report's lists.</summary>
internal sealed record AcquisitionJson(
    int Process,
    int Lock,
    double Begun,
    double? Took,
    double Ended,
    double WaitedSeconds,
    double HeldSeconds,
    string Outcome,
    string? Description,
    string? Job,
    string? Previous,
    long? Fence,
    bool Entered,
    string? Code,
    string? Problem,
    IReadOnlyList<WaitedForJson> WaitedFor);
