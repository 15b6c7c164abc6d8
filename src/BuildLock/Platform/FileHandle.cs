using System;
using System.IO;
using System.Text;

namespace BuildLock.Platform;

/// <summary>A regular file that was opened through a <see cref="DirectoryHandle"/>.</summary>
/// <remarks>No <see cref="FileStream"/>: that takes the lock of flock(2) with the file, and Mono's takes no descriptor but its
/// own.</remarks>
internal abstract class FileHandle : IDisposable
{
    private FileStatus? _openedAs;

    private protected FileHandle(string path) => FullPath = path;

    /// <summary>What it was opened as: for messages.</summary>
    public string FullPath { get; }

    /// <summary>Its owner, mode, length and time, as they are now.</summary>
    public abstract FileStatus Status();

    /// <summary>The same, as they were when it was opened, or soon after.</summary>
    public FileStatus OpenedAs => _openedAs ??= Status();

    /// <summary>Its beginning.</summary>
    public abstract byte[] Read(int atMost);

    /// <summary>Its beginning as text.</summary>
    public string ReadText(int atMost) => Encoding.UTF8.GetString(Read(atMost));

    /// <summary>Writes all of that, from this place of the file on.</summary>
    public abstract void Write(long offset, byte[] bytes);

    /// <summary>Cuts it, or fills it up with zeroes, to this length.</summary>
    public abstract void Truncate(long length);

    /// <summary>Sets its mode, without regard to the umask. On Windows there is none.</summary>
    public abstract void SetMode(uint mode);

    /// <summary>Sets the time of its last change to now, by the file system's own clock. On Unix its owner may do that with a
    /// file that is open for reading.</summary>
    public abstract void Touch();

    /// <summary>Takes the operating system's exclusive lock on it, without waiting: flock(2), on Windows a byte far behind any
    /// content. It belongs to this handle, not to the thread or process, and ends with it. flock(2) needs no right to
    /// write.</summary>
    /// <returns><see langword="false"/> when another handle has it.</returns>
    /// <exception cref="IOException">This file system cannot lock.</exception>
    public abstract bool TryLock();

    /// <summary>Gives the lock up at once. Closing would do, but a child process between fork and exec has a copy of the
    /// descriptor.</summary>
    public abstract void Unlock();

    /// <inheritdoc/>
    public abstract void Dispose();
}
