namespace BuildLock.Cli.Journals;

/// <summary>How an acquisition ended. The names are those of the report, in lower case.</summary>
internal enum Outcome
{
    /// <summary>It still waits.</summary>
    Waiting,

    /// <summary>It still holds.</summary>
    Held,

    Released,

    /// <summary>Given up in the middle of the work.</summary>
    Abandoned,

    Lost,

    /// <summary>Tried once, and somebody else had it.</summary>
    Busy,

    /// <summary>Not free in time.</summary>
    Timeout,

    /// <summary>Waiting would never have ended.</summary>
    Refused,

    /// <summary>The engine could not lock.</summary>
    Unusable,

    Cancelled,

    /// <summary>Something else went wrong before it held.</summary>
    Failed,

    /// <summary>Its process ended, or can no longer be seen, without a word about it.</summary>
    Unknown,
}
