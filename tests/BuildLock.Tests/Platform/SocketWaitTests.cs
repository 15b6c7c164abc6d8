using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;
using BuildLock.Platform;
using Xunit;

namespace BuildLock.Tests.Platform;

/// <summary>"For ever" here means longer than a test may run.</summary>
public sealed class SocketWaitTests : IDisposable
{
    private const int Continue = 18; // SIGCONT on Linux: harmless, and has a handler in every process of .NET that asks for it
    private static readonly TimeSpan ForEver = TimeSpan.FromMinutes(30);

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly TcpClient _here = new();
    private readonly TcpClient _there;

    public SocketWaitTests()
    {
        _listener.Start();
        _here.Connect((IPEndPoint)_listener.LocalEndpoint);
        _there = _listener.AcceptTcpClient();
    }

    public void Dispose()
    {
        _there.Dispose();
        _here.Dispose();
        _listener.Dispose();
    }

    /// <summary>Not each time: a signal, as from a child of another test that ends, ends it sooner.</summary>
    [Fact]
    public void Ends_by_time()
    {
        var enough = TimeSpan.FromMilliseconds(45);
        TimeSpan took = TimeSpan.Zero;
        for (int turn = 0; turn < 20 && took < enough; turn++)
        {
            var watch = Stopwatch.StartNew();
            Assert.Empty(SocketWait.UntilReadable([_here.Client], TimeSpan.FromMilliseconds(50.5)));
            took = watch.Elapsed;
        }

        Assert.InRange(took, enough, TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void Tells_which_can_be_read()
    {
        _there.GetStream().Write([1]);

        Assert.Equal([_here.Client], SocketWait.UntilReadable([_there.Client, _here.Client], ForEver));
    }

    [Fact]
    public void An_end_can_be_read()
    {
        _there.Client.Close(timeout: 0); // a reset

        Assert.Equal([_here.Client], SocketWait.UntilReadable([_here.Client], ForEver));
    }

    /// <summary>Signals that come again and again, as from children that end, do not put the end off.</summary>
    [Fact]
    public async Task A_signal_ends_it()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("Needs signals.");
            return; // which the analyzer does not know
        }

        using var handler = PosixSignalRegistration.Create(PosixSignal.SIGCONT, _ => { });
        using var killed = new ManualResetEventSlim(); // a thread that has ended must not be sent anything
        var thread = new TaskCompletionSource<nint>(TaskCreationOptions.RunContinuationsAsynchronously);
        var readable = new TaskCompletionSource<List<Socket>>(TaskCreationOptions.RunContinuationsAsynchronously);
        Task waits = Task.Factory.StartNew(
            () =>
            {
                thread.SetResult(pthread_self());
                readable.SetResult(SocketWait.UntilReadable([_here.Client], ForEver));
                killed.Wait(CancellationToken.None);
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);

        nint waiting = await thread.Task;
        for (int i = 0; i < 100 && !readable.Task.IsCompleted; i++)
        {
            _ = pthread_kill(waiting, Continue); // the first may come too early
            await Task.WhenAny(readable.Task, Task.Delay(100, TestContext.Current.CancellationToken));
        }

        killed.Set();
        Assert.True(readable.Task.IsCompleted);
        Assert.Empty(await readable.Task);
        await waits;
    }

#pragma warning disable IDE1006, SA1300 // Named as in the C library.
    [DllImport("libc")]
    private static extern nint pthread_self();

    [DllImport("libc")]
    private static extern int pthread_kill(nint thread, int signal);
#pragma warning restore IDE1006, SA1300
}
