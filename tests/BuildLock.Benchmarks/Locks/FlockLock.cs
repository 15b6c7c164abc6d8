using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace BuildLock.Benchmarks.Locks;

/// <summary>flock(2) that blocks, called from .NET: the floor where there is no C compiler, and what .NET itself adds where there is.</summary>
internal sealed class FlockLock : ILibraryLock
{
    private const int Exclusive = 2;
    private const int NonBlocking = 4;
    private const int Interrupted = 4;
    private const int WouldBlock = 11;
    private const int OpenFlags = 0x80042; // O_RDWR, O_CREAT, O_CLOEXEC of Linux

    private readonly string _folder;

    public FlockLock(string folder) => _folder = folder;

    public IDisposable Acquire(string key) => Take(key, Exclusive)!;

    public IDisposable? TryAcquire(string key) => Take(key, Exclusive | NonBlocking);

    private SafeFileHandle? Take(string key, int operation)
    {
        SafeFileHandle file = Open(Path.Combine(_folder, key), OpenFlags, 0x1B6);
        if (file.IsInvalid)
        {
            throw new IOException(Marshal.GetLastPInvokeErrorMessage());
        }

        while (Lock(file, operation) != 0)
        {
            int error = Marshal.GetLastPInvokeError();
            if (error == WouldBlock)
            {
                file.Dispose();
                return null;
            }

            if (error != Interrupted)
            {
                throw new Win32Exception(error);
            }
        }

        return file;
    }

    // .NET's own open takes a shared lock of the same kind.
    [DllImport("libc", EntryPoint = "open", SetLastError = true, CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern SafeFileHandle Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, int mode);

    [DllImport("libc", EntryPoint = "flock", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Lock(SafeFileHandle file, int operation);
}
