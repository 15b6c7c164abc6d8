using System;
using System.IO;
using System.Text;
using BuildLock.Platform;

namespace BuildLock.Engines.State;

/// <summary>Files of a lock's state: written so that other users' waiters can read them.</summary>
internal static class StateFiles
{
    private const uint Readable = 0x1A4; // octal 0644

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
}
