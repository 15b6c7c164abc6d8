namespace BuildLock.Beacons;

/// <summary>What a call found at an endpoint.</summary>
internal enum DialState
{
    /// <summary>No answer yet.</summary>
    Calling,

    /// <summary>The holder of the lock.</summary>
    Holder,

    /// <summary>BuildLock, but not with this lock.</summary>
    OtherLock,

    /// <summary>Some other program.</summary>
    Stranger,

    /// <summary>Nobody any more.</summary>
    Gone,

    /// <summary>The connection has passed on to a watch.</summary>
    Detached,
}
