using BuildLock.Engines.Inspection;

namespace BuildLock.Engines.OsLock;

/// <summary>Whoever has the operating system's exclusive lock on a file that is never deleted has the lock.</summary>
internal sealed class OsLockEngine : ILockEngine
{
    public string Name => "oslock";

    public bool LocksFolders => true;

    public ILockInspector Inspector => new OsLockInspector(Name);

    public ILockContender Contend(LockRequest request) => new OsLockContender(request);
}
