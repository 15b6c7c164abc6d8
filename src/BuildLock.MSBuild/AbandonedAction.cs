namespace BuildLock.MSBuild;

/// <summary>What it is to the build that the holder before it ended without releasing.</summary>
internal enum AbandonedAction
{
    /// <summary>It is said, and the build goes on: it has the lock and did nothing wrong.</summary>
    Message,

    /// <summary>The task warns and has the lock.</summary>
    Warn,

    /// <summary>The task fails without the lock.</summary>
    Error,
}
