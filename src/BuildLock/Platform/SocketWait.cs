using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace BuildLock.Platform;

/// <summary>Waits until sockets can be read from.</summary>
/// <remarks>By poll(2) itself on Unix. <see cref="Socket.Poll(int, SelectMode)"/> and Select begin anew there after each signal,
/// with the whole time: in a process whose children keep ending, or that is profiled, they outlast every deadline.</remarks>
internal static class SocketWait
{
    private const short Readable = 1; // POLLIN, on Linux and macOS; an end or an error is reported unasked

    /// <returns>Those that can be read from or have ended. None when the time has passed, or when a signal came: then the caller
    /// knows how much time is left.</returns>
    public static List<Socket> UntilReadable(IReadOnlyCollection<Socket> sockets, TimeSpan atMost)
    {
        List<Socket> readable = sockets.ToList();
        if (OperatingSystemKind.IsWindows)
        {
            Socket.Select(readable, null, null, (int)Math.Min(Math.Ceiling(atMost.TotalMilliseconds * 1000), int.MaxValue));
            return readable;
        }

        Polled[] polled = readable.ConvertAll(socket => new Polled { Descriptor = socket.Handle.ToInt32(), Asked = Readable }).ToArray();

        // Rounded up, or the last fraction before a deadline would be spun through.
        int milliseconds = (int)Math.Min(Math.Ceiling(Math.Max(atMost.TotalMilliseconds, 0)), int.MaxValue);
        if (poll(polled, (UIntPtr)polled.Length, milliseconds) < 0)
        {
            return Marshal.GetLastWin32Error() == Posix.Interrupted ? new List<Socket>() : throw new SocketException((int)SocketError.NoBufferSpaceAvailable);
        }

        return readable.Where((_, i) => polled[i].Answered != 0).ToList();
    }

#pragma warning disable IDE1006, SA1300 // Named as in the C library.
    [DllImport("libc", SetLastError = true)]
    private static extern int poll([In, Out] Polled[] descriptors, UIntPtr count, int milliseconds);
#pragma warning restore IDE1006, SA1300

    // POSIX.1-2017, poll.h: struct pollfd.
    [StructLayout(LayoutKind.Sequential)]
    private struct Polled
    {
        public int Descriptor;
        public short Asked;
        public short Answered;
    }
}
