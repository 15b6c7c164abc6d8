namespace BuildLock.Cli.Diagnosis;

/// <summary>What a trial of an engine showed.</summary>
/// <param name="Trial">The lock that was tried.</param>
/// <param name="Excludes">Whether it kept a second process out and let it in after the first was killed.</param>
/// <param name="Text">What was seen.</param>
internal sealed record TrialResult(TrialLock Trial, bool Excludes, string Text);
