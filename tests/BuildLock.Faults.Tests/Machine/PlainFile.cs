using System.IO;
using BuildLock.Platform;

namespace BuildLock.Faults.Tests.Machine;

/// <summary>Files as open(2) opens them: a stream of .NET takes a lock with them, which a holder's lock would refuse.</summary>
internal static class PlainFile
{
    public static FileStream Open(string path)
        => new(Posix.OpenToRead(path, out int error) ?? throw PosixError.Exception(error, "open", path), FileAccess.Read);

    public static string Read(string path)
    {
        using var reader = new StreamReader(Open(path));
        return reader.ReadToEnd();
    }
}
