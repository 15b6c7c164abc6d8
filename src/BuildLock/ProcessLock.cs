using System.Threading;
using System.Threading.Tasks;
using BuildLock.Engines;
using BuildLock.Waiting;

namespace BuildLock;

/// <summary>Takes locks that exclude other processes, and other threads of this one, from the same key.</summary>
/// <remarks>
/// <para>Locks are not re-entrant: asking again for a key that this process holds waits like anybody else.</para>
/// <para>All members may be called from any thread, and a lock taken on one thread may be released on another.</para>
/// <para>A lock that is never released is held until its process ends or <see cref="LockOptions.MaxHold"/> passes:
/// the garbage collector never takes it away.</para>
/// </remarks>
public static class ProcessLock
{
    /// <summary>Takes the lock, waiting up to <see cref="LockOptions.Timeout"/> for it.</summary>
    /// <param name="key">What to lock: 1 to 1,024 characters of well-formed Unicode text, compared ordinally.</param>
    /// <param name="options">The settings, or <see langword="null"/> for those of the environment and the defaults.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The held lock; dispose it to release.</returns>
    /// <exception cref="LockSettingException">The key or a setting is not allowed (codes BL3001 to BL3007).</exception>
    /// <exception cref="LockTimeoutException">Another holder kept the lock until the deadline (BL2001).</exception>
    /// <exception cref="LockEngineException">The engine cannot lock here (BL2004, BL2005, BL2006).</exception>
    /// <exception cref="System.OperationCanceledException">The token was cancelled while waiting.</exception>
    public static LockHandle Acquire(string key, LockOptions? options = null, CancellationToken cancellationToken = default)
        => Acquire(LockKey.Named(key), options, cancellationToken);

    /// <inheritdoc cref="Acquire(string, LockOptions?, CancellationToken)"/>
    public static LockHandle Acquire(LockKey key, LockOptions? options = null, CancellationToken cancellationToken = default)
        => WaitLoop.Acquire(LockRequest.Create(key, options), cancellationToken);

    /// <summary>Makes one attempt and returns at once, whatever <see cref="LockOptions.Timeout"/> says.</summary>
    /// <param name="key">What to lock: 1 to 1,024 characters of well-formed Unicode text, compared ordinally.</param>
    /// <param name="options">The settings, or <see langword="null"/> for those of the environment and the defaults.</param>
    /// <returns>The held lock, or <see langword="null"/> when somebody else has it.</returns>
    /// <exception cref="LockSettingException">The key or a setting is not allowed (codes BL3001 to BL3007).</exception>
    /// <exception cref="LockEngineException">The engine cannot lock here (BL2004, BL2005, BL2006).</exception>
    public static LockHandle? TryAcquire(string key, LockOptions? options = null)
        => TryAcquire(LockKey.Named(key), options);

    /// <inheritdoc cref="TryAcquire(string, LockOptions?)"/>
    public static LockHandle? TryAcquire(LockKey key, LockOptions? options = null)
        => WaitLoop.TryAcquire(LockRequest.Create(key, options));

    /// <summary>Takes the lock without blocking the calling thread while it waits.</summary>
    /// <param name="key">What to lock: 1 to 1,024 characters of well-formed Unicode text, compared ordinally.</param>
    /// <param name="options">The settings, or <see langword="null"/> for those of the environment and the defaults.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The held lock; dispose it, plainly or with <c>await using</c>, to release.</returns>
    /// <exception cref="LockSettingException">The key or a setting is not allowed (codes BL3001 to BL3007).</exception>
    /// <exception cref="LockTimeoutException">Another holder kept the lock until the deadline (BL2001).</exception>
    /// <exception cref="LockEngineException">The engine cannot lock here (BL2004, BL2005, BL2006).</exception>
    /// <exception cref="System.OperationCanceledException">The token was cancelled while waiting.</exception>
    public static Task<LockHandle> AcquireAsync(string key, LockOptions? options = null, CancellationToken cancellationToken = default)
        => AcquireAsync(LockKey.Named(key), options, cancellationToken);

    /// <inheritdoc cref="AcquireAsync(string, LockOptions?, CancellationToken)"/>
    public static Task<LockHandle> AcquireAsync(LockKey key, LockOptions? options = null, CancellationToken cancellationToken = default)
        => WaitLoop.AcquireAsync(LockRequest.Create(key, options), cancellationToken);

    /// <summary>Gets ready on another thread for the first lock of this process, which otherwise takes about ten milliseconds
    /// more than each later one. Takes no lock, and returns at once.</summary>
    /// <remarks>For programs that know some time before that they will take a lock. Nobody needs to call it.</remarks>
    public static void Prepare() => ThreadPool.UnsafeQueueUserWorkItem(_ => Rehearsal.Perform(), null);
}
