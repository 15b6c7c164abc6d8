using BuildLock.Engines.Inspection;

namespace BuildLock.Engines.LockDirectory;

/// <summary>As <see cref="LockDirectoryEngine"/>, with an exclusively created file for each hold instead of a directory.</summary>
internal sealed class LockFileEngine : ILockEngine
{
    private static readonly FileForm Form = new();

    public string Name => "lockfile";

    public bool LocksFolders => true;

    public ILockInspector Inspector => new LockDirectoryInspector(Name, Form);

    public ILockContender Contend(LockRequest request) => new LockDirectoryContender(request, Form);
}
