using System;

namespace BuildLock.Cli.Diagnosis;

/// <summary>A lock that is taken only to see whether it works.</summary>
/// <param name="Engine">The engine's name.</param>
/// <param name="Name">The key, or for a folder the namespace, which nobody else uses: a trial waits for no build.</param>
/// <param name="Folder">The folder, or empty for a key.</param>
/// <param name="Directory">The lock directory, or empty for the usual place.</param>
/// <param name="Scope">Who may contend.</param>
internal sealed record TrialLock(string Engine, string Name, string Folder, string Directory, LockScope Scope)
{
    public LockKey Key => Folder.Length > 0 ? LockKey.ForFolder(Folder) : LockKey.Named(Name);

    public static TrialLock Read(string[] args) => new(args[1], args[2], args[3], args[4], Enum.Parse<LockScope>(args[5]));

    public LockOptions Options() => new()
    {
        Engine = Engine,
        Namespace = Folder.Length > 0 ? Name : "buildlock doctor",
        LockDirectory = Directory.Length > 0 ? Directory : null,
        Scope = Scope,
        Description = "buildlock doctor",
        Timeout = TimeSpan.FromSeconds(3),
    };

    public string[] Arguments() => [HoldVerb.Name, Engine, Name, Folder, Directory, Scope.ToString()];
}
