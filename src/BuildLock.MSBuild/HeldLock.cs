using System;

namespace BuildLock.MSBuild;

/// <summary>A lock that a project holds.</summary>
/// <param name="Name">How the project names it.</param>
/// <param name="Identity">What else makes it this lock and no other.</param>
/// <param name="Handle">The lock.</param>
/// <param name="Scope">The build request it was taken in, where that is known.</param>
/// <param name="Waited">How long the lock was waited for, without the time that the build node was busy when it was free.</param>
/// <param name="IsRestoring">Whether it was taken while the project was restored.</param>
internal sealed record HeldLock(HeldName Name, string Identity, LockHandle Handle, RequestScope? Scope, TimeSpan Waited, bool IsRestoring)
{
    /// <summary>Whether the end of the project's run will be heard, however it ends.</summary>
    public bool EndIsHeard => Scope is { EndIsHeard: true };

    /// <summary>Whether the project's run has ended without failing, with the lock still held.</summary>
    public bool EndedWell { get; set; }

    /// <summary>Says the same to the other processes of the build.</summary>
    public LockHandle? Mark { get; set; }

    /// <summary>Whether it keeps others out. One that was entered is the hold of a parent process; engine <c>none</c> locks nothing.</summary>
    public bool KeepsOut => Handle.IsHeld && Handle.Engine != "none" && Handle.Holder.ProcessId == OwnProcess.Id;

    /// <summary>Whether it is the very lock, whoever asks for it.</summary>
    public bool IsSameLock(HeldName name, string identity)
        => Name.Key.Equals(name.Key) && Name.Namespace == name.Namespace && Identity == identity;
}
