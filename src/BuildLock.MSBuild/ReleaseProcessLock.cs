using Microsoft.Build.Framework;

namespace BuildLock.MSBuild;

/// <summary>
/// <c>&lt;ReleaseProcessLock Key="nuget-cache" /&gt;</c>: gives up a lock that this project took with
/// <see cref="AcquireProcessLock"/>. Asked for one that it does not hold it warns (BL1006), and the build goes on.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed class ReleaseProcessLock : ProcessLockTask
{
    private protected override bool ExecuteCore()
    {
        var project = ProjectContext.Of(this);
        var parameters = new LockParameters { Key = Key, Folder = Folder, Namespace = Namespace, Engine = Engine };
        LockOptions options = parameters.ReadNames(project);
        var held = HeldLocks.Of(BuildEngine);
        HeldLock? own = !string.IsNullOrEmpty(Folder) && string.IsNullOrEmpty(Key)
            ? held.FindFolder(project.Owner, project.FullPath(Folder!), HeldName.NamespaceOf(options), options.Engine ?? string.Empty) // the work may have deleted the folder
            : null;
        if (own is null)
        {
            LockKey key = parameters.ReadKey(project);
            var name = HeldName.Of(project, key, options);
            own = held.Find(name, options.Engine ?? string.Empty);
            if (own is null && held.NotTaken.Contains(name))
            {
                Log.LogMessage(MessageImportance.Low, "{0}", $"Lock '{key}' was not had in time, so there is nothing to release.");
                return true;
            }

            if (own is null)
            {
                TaskErrors.Warning(Log, BuildEngine, DiagnosticCodes.NotHeld, $"Lock '{key}' is not held by this project, so there is nothing to release. A project can release only what it acquired itself, with the same Key and Namespace.");
                return true;
            }
        }

        return held.Release(own, Log, BuildEngine);
    }
}
