namespace BuildLock.Engines.PortQuorum;

/// <summary>What a call found at an endpoint.</summary>
internal enum PortQueryState
{
    /// <summary>No answer yet, or not the whole.</summary>
    Calling,

    /// <summary>A holder that has said who it is.</summary>
    Holder,

    /// <summary>Some other program.</summary>
    Stranger,

    /// <summary>Nobody any more.</summary>
    Gone,
}
