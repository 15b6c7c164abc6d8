using Microsoft.Build.Framework;

namespace BuildLock.MSBuild;

/// <summary>
/// <c>&lt;AcquireProcessLock Key="nuget-cache" /&gt;</c>: waits until no other build has the lock, and holds it until
/// <see cref="ReleaseProcessLock"/>, the failure of the project, or the end of the build. If the build's process ends
/// before, the lock is free.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed class AcquireProcessLock : AcquiringTask
{
    private protected override bool ExecuteCore()
    {
        Acquire();
        return true;
    }
}
