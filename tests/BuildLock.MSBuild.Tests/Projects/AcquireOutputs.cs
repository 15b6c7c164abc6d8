using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using BuildLock.MSBuild.Tests.Builds;

namespace BuildLock.MSBuild.Tests.Projects;

/// <summary>The outputs of <c>AcquireProcessLock</c>, as a project sees them.</summary>
internal sealed record AcquireOutputs(string Acquired, string Waited, string WaitedMilliseconds, string PreviousOutcome, string FencingToken)
{
    public const string Line = "outputs|$(LockAcquired)|$(LockWaited)|$(LockWaitedMilliseconds)|$(LockPreviousOutcome)|$(LockFencingToken)|";

    public long Token => long.Parse(FencingToken, CultureInfo.InvariantCulture);

    public int Milliseconds => int.Parse(WaitedMilliseconds, CultureInfo.InvariantCulture);

    public bool Held => Acquired == "True";

    /// <summary>In the order in which the build told them.</summary>
    public static IReadOnlyList<AcquireOutputs> AllOf(BuildResult result) =>
        [.. result.Lines
            .Where(line => line.Text.Contains("outputs|", StringComparison.Ordinal))
            .Select(line => line.Text.Split('|'))
            .Select(p => new AcquireOutputs(p[1], p[2], p[3], p[4], p[5]))];
}
