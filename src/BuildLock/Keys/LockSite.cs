namespace BuildLock.Keys;

/// <summary>A lock and where it is kept: two engines, or two lock directories, keep two locks of one name.</summary>
internal readonly record struct LockSite(LockId Id, string Engine, string? LockDirectory);
