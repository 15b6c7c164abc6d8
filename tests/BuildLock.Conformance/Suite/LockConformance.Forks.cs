using System;
using System.Diagnostics;
using System.Threading;
using Xunit;

namespace BuildLock.Conformance;

/// <summary>A process that is being started has copies of all descriptors until its exec. It must not keep a lock that was released
/// meanwhile.</summary>
public abstract partial class LockConformance
{
    [Fact]
    public void A_process_that_is_started_during_a_release_does_not_keep_the_lock()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Only Unix starts processes so.");
        const int Rounds = 400;
        string key = NewKey();
        using var stop = new CancellationTokenSource();
        int started = 0;
        var starter = new Thread(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                using Process process = Process.Start("true");
                process.WaitForExit();
                started++;
            }
        });
        starter.Start();
        try
        {
            for (int round = 0; round < Rounds || started < 20; round++)
            {
                using LockHandle? handle = ProcessLock.TryAcquire(key, Options());
                Assert.True(handle is not null, $"The lock was free, and in round {round} it could not be had; {started} processes were started.");
            }
        }
        finally
        {
            stop.Cancel();
            starter.Join();
        }

        Note($"{Engine}: {started} processes started");
    }
}
