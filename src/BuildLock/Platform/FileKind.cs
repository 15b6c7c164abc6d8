namespace BuildLock.Platform;

/// <summary>What a name stands for.</summary>
internal enum FileKind
{
    /// <summary>A regular file.</summary>
    File,

    /// <summary>A directory.</summary>
    Directory,

    /// <summary>A symbolic link; on Windows a junction too.</summary>
    Link,

    /// <summary>A pipe with a name, also known as fifo.</summary>
    Pipe,

    /// <summary>A socket, a device, or what a later system may know.</summary>
    Other,
}
