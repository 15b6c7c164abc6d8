using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace BuildLock;

/// <summary>A file that is open for reading and writing under an exclusive lock, which ends when it is closed.</summary>
/// <remarks>It excludes others that open the file through this class with the same engine; programs that do not know of the
/// lock are not kept out. The lock lies beside the file, so that everybody who sees the file sees it.</remarks>
#pragma warning disable CA1710 // What people open is a file; that it is a stream is how.
public sealed class LockedFile : Stream
#pragma warning restore CA1710
{
    private readonly FileStream _file;

    private LockedFile(FileStream file, LockHandle handle)
    {
        _file = file;
        HeldLock = handle;
    }

    /// <summary>The lock that is held while the file is open.</summary>
    public LockHandle HeldLock { get; }

    /// <summary>The file's real path.</summary>
    public string Name => _file.Name;

    /// <inheritdoc/>
    public override bool CanRead => _file.CanRead;

    /// <inheritdoc/>
    public override bool CanSeek => _file.CanSeek;

    /// <inheritdoc/>
    public override bool CanWrite => _file.CanWrite;

    /// <inheritdoc/>
    public override long Length => _file.Length;

    /// <inheritdoc/>
    public override long Position
    {
        get => _file.Position;
        set => _file.Position = value;
    }

    /// <summary>Waits for the file's lock, then opens the file, creating it when it is missing. The position is the start.</summary>
    /// <param name="path">The file; its folder must exist. Links are resolved, so that every spelling is one lock.</param>
    /// <param name="options">The settings, or <see langword="null"/> for those of the environment and the defaults.
    /// The default engine is <c>lockdir</c>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The open file; dispose it to close it and release the lock, also when an exception passes.</returns>
    /// <exception cref="LockSettingException">The path or a setting is not allowed (codes BL3001 to BL3007).</exception>
    /// <exception cref="LockTimeoutException">Another holder kept the lock until the deadline (BL2001).</exception>
    /// <exception cref="LockEngineException">The engine cannot lock there (BL2004, BL2006).</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled while waiting.</exception>
    /// <exception cref="IOException">The file cannot be opened; the lock is released.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be opened; the lock is released.</exception>
    public static LockedFile Open(string path, LockOptions? options = null, CancellationToken cancellationToken = default)
    {
        var key = LockKey.ForFile(path);
        LockHandle handle = ProcessLock.Acquire(key, options, cancellationToken);
        try
        {
            return new LockedFile(new FileStream(key.Text, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete), handle);
        }
        catch
        {
            handle.Release();
            throw;
        }
    }

    /// <inheritdoc/>
    public override void Flush() => _file.Flush();

    /// <inheritdoc/>
    public override Task FlushAsync(CancellationToken cancellationToken) => _file.FlushAsync(cancellationToken);

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => _file.Read(buffer, offset, count);

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        => _file.ReadAsync(buffer, offset, count, cancellationToken);

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => _file.Seek(offset, origin);

    /// <inheritdoc/>
    public override void SetLength(long value) => _file.SetLength(value);

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => _file.Write(buffer, offset, count);

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        => _file.WriteAsync(buffer, offset, count, cancellationToken);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        try
        {
            if (disposing)
            {
                _file.Dispose();
            }
        }
        finally
        {
            // After the file: what is still buffered is written under the lock. Not from a finalizer: a lock is never
            // taken away by the garbage collector.
            if (disposing)
            {
                HeldLock.Release();
            }

            base.Dispose(disposing);
        }
    }
}
