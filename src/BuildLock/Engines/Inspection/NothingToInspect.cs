using System;
using System.Collections.Generic;

namespace BuildLock.Engines.Inspection;

/// <summary>For an engine that locks nothing.</summary>
internal sealed class NothingToInspect : ILockInspector
{
    public bool CanBreak => false;

    public LockSight Find(LockRequest request) => new(request.Engine.Name, string.Empty, SightState.Free, fields: null);

    public IReadOnlyList<LockSight> FindAll(IReadOnlyList<string> roots) => Array.Empty<LockSight>();

    public string? Break(LockRequest request, LockSight sight) => null;

    public void Forget(LockRequest request)
    {
    }

    public IReadOnlyList<LockSight> Clean(IReadOnlyList<string> roots, TimeSpan untouched) => Array.Empty<LockSight>();
}
