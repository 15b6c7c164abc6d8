using System;
using System.Globalization;

namespace BuildLock.MSBuild.Tests.Builds;

/// <param name="At">When the test read it, on <see cref="TestClock"/>.</param>
internal sealed record OutputLine(TimeSpan At, string Text)
{
    public override string ToString() => At.TotalSeconds.ToString("000.000", CultureInfo.InvariantCulture) + " " + Text;
}
