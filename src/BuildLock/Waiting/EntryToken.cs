using System;
using System.Linq;
using BuildLock.Engines;

namespace BuildLock.Waiting;

/// <summary>
/// The right to enter a lock that a parent holds: text in the environment of what the parent runs under the lock. It names
/// the lock and the very hold, so that it is worth nothing once that hold has ended.
/// </summary>
internal static class EntryToken
{
    public const string Variable = "BUILDLOCK_ENTER";

    /// <summary>The value of the variable for children, which may enter this hold and what this process may enter.</summary>
    public static string Create(LockRequest request, LockHolder holder)
    {
        string own = request.Id + ":" + holder.Id;
        return Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } inherited ? inherited + ";" + own : own;
    }

    public static bool Admits(LockRequest request, LockHolder holder)
        => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } tokens
            && tokens.Split(';').Contains(request.Id + ":" + holder.Id, StringComparer.Ordinal);
}
