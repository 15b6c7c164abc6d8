using System;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;

namespace BuildLock.Conformance.Children;

/// <summary>A thread, or an asynchronous flow, of this process that acquires a lock. Disposing ends its wait, and gives back
/// what it got.</summary>
public sealed class Waiter : ILockObserver, IAsyncDisposable
{
    private readonly CancellationTokenSource _stop;
    private readonly TaskCompletionSource<LockHandle> _handle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<LockWaiting> _waiting = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Waiter(CancellationToken cancellationToken) => _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);

    /// <summary>The lock, or how the acquisition ended otherwise.</summary>
    public Task<LockHandle> Handle => _handle.Task;

    /// <summary>The product's first word that it waits, after a second. By then the waiter has found the holder and
    /// follows it, which makes this the handshake of every test that needs somebody to wait.</summary>
    public Task<LockWaiting> Waiting => _waiting.Task;

    public LockAcquired? Acquired { get; private set; }

    /// <summary>When it said so, by <see cref="Stopwatch.GetTimestamp"/>.</summary>
    public long SaidAt { get; private set; }

    /// <summary>When the acquisition ended, by <see cref="Stopwatch.GetTimestamp"/>.</summary>
    public long EndedAt { get; private set; }

    public static Waiter Start(string key, LockOptions options, bool asynchronously = false, CancellationToken cancellationToken = default)
    {
        var waiter = new Waiter(cancellationToken);
        options.Observer = waiter;
        if (asynchronously)
        {
            _ = waiter.RunAsync(key, options, waiter._stop.Token);
        }
        else
        {
            new Thread(() => waiter.Run(key, options, waiter._stop.Token)) { IsBackground = true, Name = "Waiter" }.Start();
        }

        return waiter;
    }

    public void Report(LockEvent lockEvent)
    {
        Acquired = lockEvent as LockAcquired ?? Acquired;
        if (lockEvent is LockWaiting waiting)
        {
            SaidAt = SaidAt == 0 ? Stopwatch.GetTimestamp() : SaidAt;
            _waiting.TrySetResult(waiting);
        }
    }

    public async Task<LockWaiting> UntilWaitingAsync()
    {
        Task first = await Task.WhenAny(Waiting, Handle).Within("a waiter to say that it waits");
        if (first == Handle)
        {
            await Handle; // throws what went wrong
            throw new InvalidOperationException("The waiter got the lock at once.");
        }

        return await Waiting;
    }

    public Task<LockHandle> UntilHeldAsync() => Handle.Within("a waiter to get the lock");

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        try
        {
            (await UntilHeldAsync()).Dispose();
        }
        catch (Exception e) when (e is OperationCanceledException or LockException or InvalidOperationException)
        {
            // It got nothing, which was the test's subject or its failure.
        }

        _stop.Dispose();
    }

    private void Run(string key, LockOptions options, CancellationToken cancellationToken)
    {
        try
        {
            LockHandle handle = ProcessLock.Acquire(key, options, cancellationToken);
            EndedAt = Stopwatch.GetTimestamp();
            _handle.SetResult(handle);
        }
        catch (Exception e)
        {
            EndedAt = Stopwatch.GetTimestamp();
            _handle.SetException(e);
        }
    }

    private async Task RunAsync(string key, LockOptions options, CancellationToken cancellationToken)
    {
        try
        {
            LockHandle handle = await ProcessLock.AcquireAsync(key, options, cancellationToken);
            EndedAt = Stopwatch.GetTimestamp();
            _handle.SetResult(handle);
        }
        catch (Exception e)
        {
            EndedAt = Stopwatch.GetTimestamp();
            _handle.SetException(e);
        }
    }
}
