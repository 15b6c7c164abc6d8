using System;
using System.Linq;
using BuildLock.Engines;
using BuildLock.Identity;
using BuildLock.Platform;

namespace BuildLock.Waiting;

/// <summary>
/// The right to enter a lock that a parent holds: text in the environment of what the parent runs under the lock. It names
/// the lock and the very hold, so that it is worth nothing once that hold has ended, and it carries a secret of the parent's.
/// </summary>
/// <remarks>Who holds is what a file or a port says, which anybody could write. So a holder is entered only when the kernel confirms that
/// this user wrote it, and when its public hash is that of the secret. Release 0.1.0 has no secret and knows tokens of two
/// parts; both forms are handed down, and the short one is taken from a holder that publishes no hash.</remarks>
internal static class EntryToken
{
    public const string Variable = "BUILDLOCK_ENTER";

    /// <summary>The value of the variable for children, which may enter this hold and what this process may enter.</summary>
    public static string Create(LockRequest request, LockHolder holder)
    {
        string name = Name(request, holder);
        string own = name + ";" + name + ":" + EntrySecret.Value;
        return Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } inherited ? inherited + ";" + own : own;
    }

    /// <summary>Whether this process was given a token of that lock, whichever hold's.</summary>
    public static bool MayAdmit(LockRequest request)
        => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } tokens && tokens.IndexOf(request.Id + ":", StringComparison.Ordinal) >= 0;

    public static bool Admits(LockRequest request, LockHolder holder)
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } tokens || !IsOfThisUser(holder))
        {
            return false;
        }

        string name = Name(request, holder);
        return tokens.Split(';').Any(token => holder.EnterHash.Length == 0
            ? token == name
            : token.StartsWith(name + ":", StringComparison.Ordinal) && EntrySecret.Hash(token.Substring(name.Length + 1)) == holder.EnterHash);
    }

    // Where the kernel does not tell whose a port or file is (Windows; macOS for ports), the secret alone decides.
    private static bool IsOfThisUser(LockHolder holder)
        => holder.ConfirmedOwner is { } owner ? owner == Posix.EffectiveUser() : !OperatingSystemKind.IsLinux && holder.EnterHash.Length > 0;

    private static string Name(LockRequest request, LockHolder holder) => request.Id + ":" + holder.Id;
}
