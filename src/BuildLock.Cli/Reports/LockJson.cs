namespace BuildLock.Cli.Reports;

/// <summary>What one lock was used for, in all.</summary>
/// <param name="Key">The key, or the folder's path.</param>
/// <param name="Folder">Whether it is a folder's.</param>
/// <param name="Namespace">The namespace.</param>
/// <param name="Engine">The engine.</param>
/// <param name="Taken">How often it was taken.</param>
/// <param name="Waits">How many had to wait, with or without success.</param>
/// <param name="WaitedSeconds">How long they waited, all together.</param>
/// <param name="HeldSeconds">How long it was held, all together.</param>
/// <param name="LongestWaitSeconds">The longest wait.</param>
/// <param name="LongestHoldSeconds">The longest hold.</param>
/// <param name="GivenUp">How many ended without it.</param>
/// <param name="Lost">How many lost it.</param>
/// <param name="UnknownEnds">How many holds ended without a word.</param>
internal sealed record LockJson(
    string Key,
    bool Folder,
    string Namespace,
    string Engine,
    int Taken,
    int Waits,
    double WaitedSeconds,
    double HeldSeconds,
    double LongestWaitSeconds,
    double LongestHoldSeconds,
    int GivenUp,
    int Lost,
    int UnknownEnds);
