namespace BuildLock.Platform;

/// <summary>A name in a directory.</summary>
internal readonly struct DirectoryEntry
{
    public DirectoryEntry(string name, FileKind? kind)
    {
        Name = name;
        Kind = kind;
    }

    public string Name { get; }

    /// <summary>What it stood for when it was listed; <see langword="null"/> on file systems that do not say.</summary>
    public FileKind? Kind { get; }
}
