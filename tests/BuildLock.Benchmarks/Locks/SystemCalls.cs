using System;
using System.IO;
using System.Net;
using System.Net.Sockets;

namespace BuildLock.Benchmarks.Locks;

/// <summary>The system calls that a lock cannot do without, called from .NET: they lock nothing, and say what a pair must cost.</summary>
internal sealed class SystemCalls : ILibraryLock
{
    private readonly Action<string> _calls;
    private readonly string _path;

    private SystemCalls(string folder, Action<string> calls) => (_path, _calls) = (Path.Combine(folder, $"calls-{Environment.ProcessId}"), calls);

    public static SystemCalls TwoListens(string folder) => new(folder, _ =>
    {
        for (int i = 0; i < 2; i++)
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            socket.Listen(512);
        }
    });

    public static SystemCalls DirectoryWithFile(string folder)
    {
        byte[] content = new byte[300];
        return new SystemCalls(folder, path =>
        {
            string file = Path.Combine(path, "file");
            Directory.CreateDirectory(path);
            File.WriteAllBytes(file, content);
            File.Delete(file);
            Directory.Delete(path);
        });
    }

    public static SystemCalls SmallFile(string folder)
    {
        byte[] content = new byte[300];
        return new SystemCalls(folder, path =>
        {
            File.WriteAllBytes(path, content);
            File.Delete(path);
        });
    }

    public static SystemCalls ExclusiveOpen(string folder)
        => new(folder, path => File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None).Dispose());

    public IDisposable Acquire(string key)
    {
        _calls(_path);
        return Stream.Null;
    }

    public IDisposable? TryAcquire(string key) => null;
}
