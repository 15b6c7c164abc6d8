using BuildLock.Engines.Inspection;

namespace BuildLock.Engines.LockDirectory;

/// <summary>Whoever creates the next numbered directory has the lock; its age tells when a holder that cannot be seen has died.</summary>
internal sealed class LockDirectoryEngine : ILockEngine
{
    private static readonly DirectoryForm Form = new();

    public string Name => "lockdir";

    public bool LocksFolders => true;

    public ILockInspector Inspector => new LockDirectoryInspector(Name, Form);

    public ILockContender Contend(LockRequest request) => new LockDirectoryContender(request, Form);
}
