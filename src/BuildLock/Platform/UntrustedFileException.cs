using System.IO;

namespace BuildLock.Platform;

/// <summary>A file or directory is another kind of thing, or another user's, than what BuildLock would have put there. Perhaps it was
/// planted; it was neither followed, nor waited for, nor changed.</summary>
internal sealed class UntrustedFileException : IOException
{
    public UntrustedFileException(string message, string path)
        : base(message) => Path = path;

    /// <summary>Which one it is.</summary>
    public string Path { get; }

    /// <summary>There is another kind of thing than what was to be opened.</summary>
    public static UntrustedFileException OfKind(FileKind kind, string path)
    {
        string what = kind switch
        {
            FileKind.Link => "a link, perhaps planted; BuildLock does not follow it",
            FileKind.Pipe => "a pipe, perhaps planted; BuildLock does not wait for its other end",
            FileKind.File => "a file where a directory has to be",
            FileKind.Directory => "a directory where a file has to be",
            _ => "neither a file nor a directory",
        };
        return new UntrustedFileException($"'{path}' is {what}.", path);
    }
}
