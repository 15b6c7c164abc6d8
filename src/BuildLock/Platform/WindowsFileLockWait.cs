using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace BuildLock.Platform;

/// <summary>A wait in LockFileEx on an asynchronous handle, which ends with the lock or with an event of our own.</summary>
/// <remarks>Documented, not seen on Windows: a lock belongs to the handle that asked for it, a request waits in the kernel until the
/// range is free, and CancelIoEx ends it.</remarks>
internal sealed class WindowsFileLockWait : FileLockWait
{
    private const int IoPending = 997; // ERROR_IO_PENDING
    private const uint Exclusive = 2; // LOCKFILE_EXCLUSIVE_LOCK

    private readonly SafeFileHandle _file;
    private readonly long _offset;
    private readonly string _path;
    private readonly ManualResetEvent _interrupted = new(initialState: false);

    public WindowsFileLockWait(SafeFileHandle file, long offset, string path) => (_file, _offset, _path) = (file, offset, path);

    public override bool Run()
    {
        using var granted = new ManualResetEvent(initialState: false);
        IntPtr overlapped = Marshal.AllocHGlobal(Marshal.SizeOf<Overlapped>());
        try
        {
            Marshal.StructureToPtr(
                new Overlapped
                {
                    Offset = _offset,

                    // The lowest bit keeps the end of the request from .NET's completion port, which does not know it.
                    Event = new IntPtr(granted.SafeWaitHandle.DangerousGetHandle().ToInt64() | 1),
                },
                overlapped,
                fDeleteOld: false);
            return Request(overlapped, granted);
        }
        finally
        {
            Marshal.FreeHGlobal(overlapped);
        }
    }

    public override void Interrupt() => _interrupted.Set();

    public override void Dispose() => _interrupted.Dispose();

    private bool Request(IntPtr overlapped, ManualResetEvent granted)
    {
        if (LockFileEx(_file, Exclusive, 0, 1, 0, overlapped))
        {
            return true;
        }

        int error = Marshal.GetLastWin32Error();
        if (error != IoPending)
        {
            throw new IOException($"'{_path}' cannot be locked: {new Win32Exception(error).Message} ({error}).", error);
        }

        if (WaitHandle.WaitAny(new WaitHandle[] { granted, _interrupted }) == 1)
        {
            _ = CancelIoEx(_file, overlapped);
        }

        // Until the request has ended, granted or cancelled, the kernel writes into the structure.
        return GetOverlappedResult(_file, overlapped, out _, wait: true);
    }

    [DllImport("kernel32.dll", SetLastError = true)]
    private static extern bool LockFileEx(SafeFileHandle file, uint flags, uint reserved, uint bytesLow, uint bytesHigh, IntPtr overlapped);

    [DllImport("kernel32.dll", SetLastError = true)]
    private static extern bool CancelIoEx(SafeFileHandle file, IntPtr overlapped);

    [DllImport("kernel32.dll", SetLastError = true)]
    private static extern bool GetOverlappedResult(SafeFileHandle file, IntPtr overlapped, out uint bytes, bool wait);

    // OVERLAPPED of minwinbase.h; .NET's own structure of that name is for its own requests.
    [StructLayout(LayoutKind.Sequential)]
    private struct Overlapped
    {
        public IntPtr Internal;
        public IntPtr InternalHigh;
        public long Offset;
        public IntPtr Event;
    }
}
