namespace BuildLock.Engines.PortQuorum;

/// <summary>What is known of one of a key's three ports.</summary>
internal enum PortState
{
    /// <summary>Not looked at in this attempt.</summary>
    Untried,

    /// <summary>This attempt listens on it.</summary>
    Ours,

    /// <summary>Somebody has it: a holder, a contender for a moment, or a stranger.</summary>
    Taken,

    /// <summary>The operating system lets nobody have it.</summary>
    Excluded,
}
