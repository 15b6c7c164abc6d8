using System;
using System.Collections.Generic;

namespace BuildLock.Cli.Reports;

/// <summary>A report as <c>--format json</c> writes it and the page reads it. Times are seconds since <c>From</c>. Names and
/// meanings only ever grow.</summary>
internal sealed record ReportJson(
    int Format,
    string Journal,
    DateTimeOffset From,
    DateTimeOffset To,
    int TornLines,
    IReadOnlyList<string> UnreadFiles,
    IReadOnlyList<ProcessJson> Processes,
    IReadOnlyList<LockJson> Locks,
    IReadOnlyList<AcquisitionJson> Acquisitions);
