namespace BuildLock;

/// <summary>How the hold before this one ended, as far as the engine can know it.</summary>
public enum PreviousOutcome
{
    /// <summary>
    /// No previous hold is known: there was none, or its record is lost. That of <c>port-quorum</c> is kept until the machine restarts.
    /// </summary>
    None = 0,

    /// <summary>The previous holder released the lock.</summary>
    Released = 1,

    /// <summary>The previous holder ended without releasing, or gave up in the middle of its work; what the lock protects
    /// may be half written.</summary>
    Abandoned = 2,

    /// <summary>The previous holder lost the lock because of its age (<c>ExpireAfter</c> or <c>MaxHold</c>).</summary>
    Expired = 3,
}
