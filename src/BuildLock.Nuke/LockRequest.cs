using System;

namespace BuildLock.Nuke;

/// <summary>A lock as a build asks for it, not looked at yet.</summary>
internal sealed record LockRequest(Func<string?>? Key, Func<string?>? Folder, Action<LockOptions>? Settings);
