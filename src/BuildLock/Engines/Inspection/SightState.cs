namespace BuildLock.Engines.Inspection;

/// <summary>What a look at a lock from outside can tell of it.</summary>
internal enum SightState
{
    /// <summary>Nobody holds it.</summary>
    Free,

    /// <summary>A process holds it that lives, or that showed signs of life not long ago.</summary>
    Held,

    /// <summary>Its holder cannot be seen from here and has shown no sign of life for its <c>ExpireAfter</c>.</summary>
    Silent,

    /// <summary>Its holder's process has ended without releasing; who wants the lock gets it at once.</summary>
    Abandoned,

    /// <summary>Somebody has its ports and does not answer: a holder that is stopped, or another program.</summary>
    Mute,
}
