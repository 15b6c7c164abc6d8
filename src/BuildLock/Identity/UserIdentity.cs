using System;
using BuildLock.Platform;

namespace BuildLock.Identity;

/// <summary>The current user as the operating system counts users: what <see cref="LockScope.User"/> means.</summary>
internal static class UserIdentity
{
    // The number on Unix: in containers a user often has no name.
    public static string Current { get; } = OperatingSystemKind.IsWindows
        ? Environment.UserDomainName + "\\" + Environment.UserName
        : FormattableString.Invariant($"uid-{Posix.EffectiveUser()}");
}
