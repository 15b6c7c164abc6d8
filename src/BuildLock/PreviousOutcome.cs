namespace BuildLock;

/// <summary>How the hold before this one ended, as far as the engine can know it.</summary>
public enum PreviousOutcome
{
    /// <summary>
    /// No previous hold is known. Engines that leave nothing behind (<c>port-quorum</c>) know a previous hold only
    /// when this acquisition waited for it, or asked for the lock just as it ended.
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
