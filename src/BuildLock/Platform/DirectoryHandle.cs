using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace BuildLock.Platform;

/// <summary>A directory that is held open. Whatever is done in a folder that other users may write is done through one.</summary>
/// <remarks>
/// <para>Names are names in this directory, never paths. No link is followed, nothing waits for the other end of a pipe, and what
/// is opened is what it was asked to be: a directory or a regular file, otherwise <see cref="UntrustedFileException"/>. Whose it
/// is the caller asks, of what is open (<see cref="Status()"/>) and not of its name.</para>
/// <para>What others can cause in the ordinary course is a value: it is not there (<see langword="null"/>), the name is taken
/// (<see langword="false"/>). All else is thrown as .NET throws it: <see cref="IOException"/>,
/// <see cref="UnauthorizedAccessException"/>. A directory that was deleted or renamed stays open; what was renamed can still be
/// changed, so ask before it matters (<see cref="IsAt"/>).</para>
/// <para>On Windows the calls go by path, since .NET has none that go by handle: each looks whether it meets a link or junction and
/// refuses it, and nothing is deleted with its content. Who may write the folder could put a junction there between the
/// look and the call; the lists of rights keep that to the folder's own users.</para>
/// <para>Not for several threads at once.</para>
/// </remarks>
internal abstract class DirectoryHandle : IDisposable
{
    private protected DirectoryHandle(string path) => FullPath = path;

    /// <summary>What it was opened as: for messages. By now it may be called otherwise.</summary>
    public string FullPath { get; }

    /// <summary>Opens a directory by its path, links included: for a place that only the system, the user or its caller
    /// decides on. Below it use <see cref="TryOpenDirectory"/>.</summary>
    /// <returns><see langword="null"/> when there is none.</returns>
    public static DirectoryHandle? TryOpen(string path) => OperatingSystemKind.IsWindows ? WindowsDirectoryHandle.TryOpenPath(path) : PosixDirectoryHandle.TryOpenPath(path);

    /// <summary>The path of a name in it: for messages.</summary>
    public string PathOf(string name) => Path.Combine(FullPath, name);

    /// <summary>Its owner, mode and kind, as they are now.</summary>
    public abstract FileStatus Status();

    /// <returns>What has that name; <see langword="null"/> when nothing has.</returns>
    public abstract FileStatus? Status(string name);

    /// <summary>Whether this directory still has that name there.</summary>
    public bool IsAt(DirectoryHandle parent, string name) => Status().IsSameFileAs(parent.Status(name));

    /// <returns><see langword="null"/> when there is none.</returns>
    /// <exception cref="UntrustedFileException">It is a link, or no directory.</exception>
    public abstract DirectoryHandle? TryOpenDirectory(string name);

    /// <summary>Makes a directory, open for its owner alone until it has its mode, whatever the umask.</summary>
    /// <returns><see langword="null"/> when the name is taken.</returns>
    /// <exception cref="UntrustedFileException">It was replaced by another user's, which was left as it is.</exception>
    public abstract DirectoryHandle? TryCreateDirectory(string name, uint mode);

    /// <returns><see langword="null"/> when there is none.</returns>
    /// <exception cref="UntrustedFileException">It is a link, or no regular file.</exception>
    public abstract FileHandle? TryOpenFile(string name, FileAccess access);

    /// <summary>Makes a file and opens it for reading and writing.</summary>
    /// <returns><see langword="null"/> when the name is taken.</returns>
    public abstract FileHandle? TryCreateFile(string name, uint mode);

    /// <summary>Opens a file, and makes it when it is not there; then it is open for writing too.</summary>
    /// <exception cref="UntrustedFileException">It is a link, or no regular file.</exception>
    public FileHandle OpenOrCreateFile(string name, FileAccess access, uint mode)
    {
        // Ends: each turn means that the file was deleted or made between two calls, and after a few that is an error. Not in
        // one call (O_CREAT): Linux refuses that for another user's file in a folder that all may write (fs.protected_regular).
        for (int turn = 0; turn < 8; turn++)
        {
            if ((TryOpenFile(name, access) ?? TryCreateFile(name, mode)) is { } file)
            {
                return file;
            }
        }

        throw new IOException($"'{PathOf(name)}' is deleted and made again all the time.");
    }

    /// <summary>Gives a directory another name, in one step, unless a directory with content has that name.</summary>
    /// <returns><see langword="false"/> when the name is taken.</returns>
    public abstract bool TryRenameDirectory(string name, string newName);

    /// <summary>Gives a file another name, in one step, unless anything has that name.</summary>
    /// <returns><see langword="false"/> when the name is taken.</returns>
    public abstract bool TryRenameFile(string name, DirectoryHandle newFolder, string newName);

    /// <summary>Deletes a name that is no directory; of a link the link.</summary>
    /// <returns>Whether it is gone. What stays is a directory or another user's, or is held open by a scanner: nothing of ours may
    /// rest on a deletion.</returns>
    public abstract bool TryDeleteFile(string name);

    /// <summary>Deletes an empty directory. There is no deletion of one with its content: who owns a directory can lead such a
    /// walk into another user's files.</summary>
    /// <returns>Whether it is gone.</returns>
    public abstract bool TryDeleteDirectory(string name);

    /// <summary>Sets the time of a name's last change to now, by the file system's own clock.</summary>
    public abstract void Touch(string name);

    /// <summary>What is in it, in no order, each with its kind where the listing says that.</summary>
    /// <exception cref="IOException">There is more than that.</exception>
    public IReadOnlyList<DirectoryEntry> Entries(int atMost)
        => FirstEntries(atMost + 1) is { } entries && entries.Count <= atMost ? entries
            : throw new IOException(FormattableString.Invariant($"'{FullPath}' has more than {atMost} entries."));

    /// <summary>The names in it, in no order.</summary>
    /// <exception cref="IOException">There are more than that.</exception>
    public IReadOnlyList<string> Names(int atMost) => Entries(atMost).Select(entry => entry.Name).ToList();

    /// <summary>Some of the names in it, in no order: for what may be done again later with the rest.</summary>
    public IEnumerable<string> FirstNames(int atMost) => FirstEntries(atMost).Select(entry => entry.Name);

    /// <summary>That many of what is in it, or some more, or all.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    protected abstract IReadOnlyList<DirectoryEntry> FirstEntries(int atLeast);

    /// <summary>Whether something belongs to the user whom this file system takes us for. On a share that is not always who we
    /// are (NFS takes root for nobody), and only a new file tells.</summary>
    public abstract bool IsOfUs(FileStatus status);

    /// <inheritdoc/>
    public abstract void Dispose();
}
