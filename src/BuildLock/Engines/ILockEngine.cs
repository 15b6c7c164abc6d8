using BuildLock.Engines.Inspection;

namespace BuildLock.Engines;

/// <summary>A mechanism that lets one holder in.</summary>
/// <remarks>
/// <para>The whole contract. An engine makes one attempt at a time and returns at once; it never waits for a holder,
/// never retries for one, never prints and never decides about deadlines: that is written once, in the wait loop.</para>
/// <para>Contention is a value (<see cref="LockAttempt.Busy"/>). A mechanism that does not work here is a
/// <see cref="LockEngineException"/>; a weaker lock is never given in its place.</para>
/// <para>Nothing may depend on the thread: attempts, release and loss come from any.</para>
/// <para>Adding an engine: its folder, its line in <see cref="LockEngines"/>, its class in the conformance tests, its
/// row in the README and its page in <c>docs/engines</c>.</para>
/// </remarks>
internal interface ILockEngine
{
    /// <summary>The name in settings, such as <c>port-quorum</c>.</summary>
    string Name { get; }

    /// <summary>Whether it can lock a folder by state kept beside it.</summary>
    bool LocksFolders { get; }

    /// <summary>Looks at its locks from outside.</summary>
    ILockInspector Inspector { get; }

    /// <summary>Begins to contend. Touches nothing yet.</summary>
    ILockContender Contend(LockRequest request);
}
