using System.IO;
using BuildLock.Platform;
using Microsoft.Win32.SafeHandles;

namespace BuildLock.Faults.Tests.Machine;

/// <summary>Files as open(2) opens them: a stream of .NET takes a lock with them, which a holder's lock would refuse.</summary>
internal static class PlainFile
{
    public static FileStream Open(string path)
    {
        using Descriptor opened = PosixAt.Open(path, OpenFlags.Read, out int error) ?? throw PosixError.Exception(error, "open", path);
        var file = new FileStream(new SafeFileHandle(opened.DangerousGetHandle(), ownsHandle: true), FileAccess.Read);
        opened.SetHandleAsInvalid(); // the stream's from here on
        return file;
    }

    public static string Read(string path)
    {
        using var reader = new StreamReader(Open(path));
        return reader.ReadToEnd();
    }
}
