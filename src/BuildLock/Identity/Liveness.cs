namespace BuildLock.Identity;

/// <summary>What is known of a process: only proof counts as dead.</summary>
internal enum Liveness
{
    /// <summary>It runs on another host, in another container, or may not be looked at.</summary>
    Unknown,

    /// <summary>It exists; it may be stopped or asleep.</summary>
    Alive,

    /// <summary>It is gone: it can never touch anything again.</summary>
    Dead,
}
