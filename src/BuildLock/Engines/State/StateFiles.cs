using System;
using System.IO;
using System.Text;
using BuildLock.Platform;

namespace BuildLock.Engines.State;

/// <summary>Files of a lock's state: written so that other users' waiters can read them, deleted without fuss.</summary>
internal static class StateFiles
{
    private const uint Readable = 0x1A4; // octal 0644
    private const int LongestText = 64 * 1024; // several times what we write; more is somebody else's, and no holder's text
    private const int ExistsOnUnix = Posix.Exists;
    private const int ExistsOnWindows = unchecked((int)0x80070050); // ERROR_FILE_EXISTS

    /// <summary>A name that nothing has, hidden from those who look for numbers.</summary>
    public static string NewName(string prefix) => prefix + Guid.NewGuid().ToString("N");

    /// <summary>Creates a file of which nothing is there yet, with its text in it.</summary>
    public static void Create(DirectoryHandle folder, string name, string text, LockScope scope)
    {
        using FileHandle file = folder.TryCreateFile(name, Readable) ?? throw new IOException($"'{folder.PathOf(name)}' is there already.");
        file.Write(0, Encoding.UTF8.GetBytes(text));
        if (scope == LockScope.Machine)
        {
            file.SetMode(Readable); // the umask may have hidden it
        }
    }

    /// <summary>A new name in the same folder, hidden from those who look for numbers.</summary>
    public static string Beside(string path, string prefix)
        => Path.Combine(Path.GetDirectoryName(path)!, prefix + Guid.NewGuid().ToString("N"));

    /// <summary>Creates a file that does not exist (O_EXCL, CREATE_NEW: the file system decides, and follows no link).</summary>
    /// <returns>The file, or <see langword="null"/> when it exists.</returns>
    public static FileStream? TryCreate(string path)
    {
        try
        {
            return new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (IOException e) when (e.HResult is ExistsOnUnix or ExistsOnWindows)
        {
            return null;
        }
    }

    /// <summary>Reads a file that others write, without waiting for anything: neither for a lock, nor, where somebody has
    /// planted a pipe, for its other end.</summary>
    public static string ReadText(string path)
    {
        if (!OperatingSystemKind.IsWindows)
        {
            // By open(2): FileStream would take flock's shared lock, which a holder's excludes. And read(2): Mono's
            // FileStream takes no descriptors but its own.
            byte[] bytes = Posix.ReadFile(path, LongestText, out int error) ?? throw PosixError.Exception(error, "read", path);
            return Encoding.UTF8.GetString(bytes);
        }

        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        return reader.ReadToEnd();
    }

    public static void Write(FileStream file, string text, LockScope scope)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        file.Write(bytes, 0, bytes.Length);
        file.Flush();
        if (!OperatingSystemKind.IsWindows && scope == LockScope.Machine)
        {
            Posix.ChangeMode(file.SafeFileHandle, Readable); // the umask may have hidden it; at worst its holder stays unknown
        }
    }

    /// <summary>Deletes a file. Of a link the link.</summary>
    /// <returns>Whether it is gone.</returns>
    public static bool TryDelete(string path)
    {
        try
        {
            File.Delete(path);
            return true;
        }
        catch (DirectoryNotFoundException)
        {
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another user's, or held open by a scanner. Whatever has to be true is true without the deletion.
            return false;
        }
    }
}
