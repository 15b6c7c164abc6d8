using System;
using System.IO;

namespace BuildLock.Journal;

/// <summary>One file of one process.</summary>
/// <remarks>No two processes ever write one file: <c>FileMode.Append</c> of .NET seeks to the end and writes there by
/// pwrite(2), which is not O_APPEND, and two such writers overwrite each other.</remarks>
internal sealed class JournalFile : IDisposable
{
    private readonly FileStream _stream;

    private JournalFile(FileStream stream, int number)
    {
        _stream = stream;
        Number = number;
    }

    public int Number { get; }

    public string Path => _stream.Name;

    public bool IsFull => _stream.Position >= JournalFolder.MaxFileBytes;

    /// <summary>Creates the first file from that number on that nobody has.</summary>
    /// <exception cref="IOException">It cannot be created.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be created.</exception>
    public static JournalFile Create(string folder, Func<int, string> name, int number)
    {
        while (true)
        {
            string path = System.IO.Path.Combine(folder, name(number));
            try
            {
                // CreateNew is O_EXCL: it follows no link that somebody planted. No buffer, so that each line is one write.
                return new JournalFile(new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1), number);
            }
            catch (IOException) when (number < 10_000 && File.Exists(path))
            {
                number++; // another copy of this assembly in this process has it
            }
        }
    }

    /// <summary>Writes a line with one call, so that whoever reads meanwhile, or after a crash, finds all of it or a last
    /// line without an end.</summary>
    public void Write(byte[] line) => _stream.Write(line, 0, line.Length);

    public void Dispose() => _stream.Dispose();
}
