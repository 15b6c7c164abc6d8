using System;

namespace BuildLock.Platform;

/// <summary>One wait for the operating system's exclusive lock on a file. The kernel keeps those who wait in the order in which they
/// came, wakes the first one as soon as the lock is given up, also by the death of its process, and runs no thread for it
/// meanwhile.</summary>
internal abstract class FileLockWait : IDisposable
{
    /// <param name="file">Open for as long as the wait lasts.</param>
    public static FileLockWait For(FileHandle file)
        => file is PosixFileHandle posix ? new PosixFileLockWait(posix) : ((WindowsFileHandle)file).NewLockWait();

    /// <summary>Blocks the calling thread until the lock is taken.</summary>
    /// <returns><see langword="false"/> when it was interrupted. One that has just been granted the lock has it, interrupted or not.</returns>
    /// <exception cref="System.IO.IOException">This file system cannot lock.</exception>
    public abstract bool Run();

    /// <summary>Ends the wait, now or as soon as it begins. From any thread, any number of times.</summary>
    public abstract void Interrupt();

    /// <inheritdoc/>
    public abstract void Dispose();
}
