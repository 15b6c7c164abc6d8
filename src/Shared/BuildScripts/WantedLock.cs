namespace BuildLock.BuildScripts;

/// <summary>A lock that a build asks for, with the settings that the build gives it.</summary>
internal sealed record WantedLock(LockKey Key, LockOptions Options)
{
    public LockName Name => new(Key, Options.Namespace ?? string.Empty, Options.Engine ?? string.Empty);
}
