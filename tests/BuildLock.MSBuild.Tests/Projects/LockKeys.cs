using System;

namespace BuildLock.MSBuild.Tests.Projects;

/// <summary>Keys that nobody else on this machine uses.</summary>
internal static class LockKeys
{
    public static string Fresh(string purpose) => FormattableString.Invariant($"{purpose} {Guid.NewGuid():N}");
}
