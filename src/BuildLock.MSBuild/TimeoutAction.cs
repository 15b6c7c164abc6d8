namespace BuildLock.MSBuild;

/// <summary>What a wait that reaches its deadline is.</summary>
internal enum TimeoutAction
{
    /// <summary>The task fails.</summary>
    Error,

    /// <summary>The task warns and succeeds without the lock.</summary>
    Warn,

    /// <summary>The task succeeds without the lock.</summary>
    Continue,

    /// <summary>As <see cref="Continue"/>, and quiet: nobody asked for the work to be done.</summary>
    Skip,
}
