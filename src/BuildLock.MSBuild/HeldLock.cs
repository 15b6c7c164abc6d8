namespace BuildLock.MSBuild;

/// <summary>A lock that a project holds.</summary>
/// <param name="Name">How the project names it.</param>
/// <param name="Identity">What else makes it this lock and no other.</param>
/// <param name="Handle">The lock.</param>
/// <param name="Scope">The build request it was taken in, where that is known.</param>
/// <param name="Project">The project's path, where it is known.</param>
internal sealed record HeldLock(HeldName Name, string Identity, LockHandle Handle, RequestScope? Scope, string? Project)
{
    /// <summary>Whether the end of the project's run will be heard.</summary>
    public bool EndIsHeard => Scope is not null || Project is not null;

    /// <summary>Whether the project's run has ended without failing, with the lock still held.</summary>
    public bool EndedWell { get; set; }
}
