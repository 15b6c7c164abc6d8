using System;
using System.IO;
using BuildLock.Platform;

namespace BuildLock.Journal;

/// <summary>One file of one process.</summary>
/// <remarks>No two processes ever write one file: <c>FileMode.Append</c> of .NET seeks to the end and writes there by
/// pwrite(2), which is not O_APPEND, and two such writers overwrite each other.</remarks>
internal sealed class JournalFile : IDisposable
{
    private const uint OthersMayRead = 0x1A4; // octal 644: also where the umask would let others write
    private readonly DirectoryHandle _folder;
    private readonly string _name;
    private readonly FileHandle _file;
    private long _length;

    private JournalFile(DirectoryHandle folder, string name, FileHandle file, int number)
    {
        (_folder, _name, _file) = (folder, name, file);
        Number = number;
    }

    public int Number { get; }

    public bool IsFull => _length >= JournalFolder.MaxFileBytes;

    /// <summary>Whether another process removed it: what is written into it would be lost in silence.</summary>
    public bool IsGone => _folder.Status(_name) is null;

    /// <summary>Creates the first file from that number on that nobody has.</summary>
    /// <param name="folder">The journal's folder, which the file keeps open and closes.</param>
    /// <param name="name">The name with a number.</param>
    /// <param name="number">The first number.</param>
    /// <exception cref="IOException">It cannot be created.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be created.</exception>
    public static JournalFile Create(DirectoryHandle folder, Func<int, string> name, int number)
    {
        // Ends: another copy of this assembly in this process has a number or two. Who takes thousands means to be in the way.
        for (int last = number + 1000; number < last; number++)
        {
            if (folder.TryCreateFile(name(number), OthersMayRead) is { } file)
            {
                return new JournalFile(folder, name(number), file, number);
            }
        }

        throw new IOException($"'{folder.PathOf(name(number))}' and a thousand names before it are taken.");
    }

    /// <summary>Writes a line with one call, so that whoever reads meanwhile, or after a crash, finds all of it or a last
    /// line without an end.</summary>
    public void Write(byte[] line)
    {
        _file.Write(_length, line);
        _length += line.Length;
    }

    public void Dispose()
    {
        _file.Dispose();
        _folder.Dispose();
    }
}
