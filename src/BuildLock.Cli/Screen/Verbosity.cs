namespace BuildLock.Cli.Screen;

/// <summary>How much people want to read.</summary>
internal enum Verbosity
{
    /// <summary>Only what went wrong.</summary>
    Quiet,

    /// <summary>That it waits and goes on.</summary>
    Normal,

    /// <summary>Also what needed no waiting.</summary>
    Verbose,
}
