namespace BuildLock.BuildScripts;

/// <summary>Two locks of one name are the same lock, as far as a build can tell: what the environment adds is the same for
/// both.</summary>
internal sealed record LockName(LockKey Key, string Namespace, string Engine);
