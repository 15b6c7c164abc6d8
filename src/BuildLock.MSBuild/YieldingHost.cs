using System;
using System.Threading;
using Microsoft.Build.Framework;

namespace BuildLock.MSBuild;

/// <summary>Lets the build node work on other projects while a task waits; the holder may be one of them.</summary>
internal sealed class YieldingHost : ILockWaitHost
{
    private readonly IBuildEngine3 _engine;
    private readonly CancellationToken _cancellationToken;

    public YieldingHost(IBuildEngine3 engine, CancellationToken cancellationToken)
    {
        _engine = engine;
        _cancellationToken = cancellationToken;
    }

    public void Suspend() => _engine.Yield();

    public void Resume()
    {
        try
        {
            _engine.Reacquire();
        }
        catch (Exception) when (_cancellationToken.IsCancellationRequested)
        {
            // MSBuild throws its internal BuildAbortedException here when the build is cancelled. The task is on its way
            // out with the same news.
        }
    }
}
