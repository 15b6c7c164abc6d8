using System;
using System.Diagnostics;
using System.Threading;
using Microsoft.Build.Framework;

namespace BuildLock.MSBuild;

/// <summary>Lets the build node work on other projects while a task waits; the holder may be one of them.</summary>
internal sealed class YieldingHost : ILockWaitHost
{
    private readonly IBuildEngine3 _engine;
    private readonly Action _contended;
    private readonly CancellationToken _cancellationToken;

    /// <param name="contended">Told each time a wait begins, while the node is still this project's.</param>
    public YieldingHost(IBuildEngine3 engine, Action contended, CancellationToken cancellationToken)
    {
        _engine = engine;
        _contended = contended;
        _cancellationToken = cancellationToken;
    }

    /// <summary>How long this project has waited for its node, which was busy with other projects, in all.</summary>
    public TimeSpan NodeTime { get; private set; }

    public void Suspend()
    {
        _contended();
        _engine.Yield();
    }

    public void Resume()
    {
        var watch = Stopwatch.StartNew();
        try
        {
            _engine.Reacquire();
        }
        catch (Exception) when (_cancellationToken.IsCancellationRequested)
        {
            // MSBuild throws its internal BuildAbortedException here when the build is cancelled. The task is on its way
            // out with the same news.
        }

        NodeTime += watch.Elapsed;
    }
}
