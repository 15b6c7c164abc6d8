using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;

namespace BuildLock.Cli.Screen;

/// <summary>The standard output or error as the descriptor that it is.</summary>
/// <remarks>On Unix by write(2). The first write to any of <c>Console</c>'s streams, also those of <c>OpenStandardError</c>,
/// sends a terminal the sequence that prepares it for reading keys (seen as <c>ESC [ ? 1 h ESC =</c> before the first word),
/// and the terminal is the command's. <c>FileStream</c> keeps a position of its own where the descriptor is a file, and
/// would write over what the command has written there.</remarks>
internal static class BareStream
{
    private const int Interrupted = 4; // EINTR
    private const int TryAgain = 11; // EAGAIN on Linux
    private const int TryAgainOnMac = 35;
    private const int PatienceMilliseconds = 1000;

    /// <returns>Whether it was written; <see langword="false"/> when nobody reads any more.</returns>
    public static bool WriteOutput(string text) => Write(1, text);

    /// <summary>Whatever goes wrong changes nothing of the work: what is said is for people, and the exit code says it too.
    /// It may be closed (<c>2&gt;&amp;-</c>), a full disk, or a pipe that nobody reads any more.</summary>
    public static void WriteError(string text) => _ = Write(2, text);

    private static bool Write(int descriptor, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        if (OperatingSystem.IsWindows())
        {
            using Stream stream = descriptor == 1 ? Console.OpenStandardOutput() : Console.OpenStandardError();
            stream.Write(bytes);
            return true;
        }

        // Ends: each turn writes something, or a signal was handled, or a second has passed with nobody reading.
        for (int written = 0; written < bytes.Length;)
        {
            nint count = write(descriptor, bytes[written..], (nuint)(bytes.Length - written));
            int error = count < 0 ? Marshal.GetLastPInvokeError() : 0;
            if (count > 0)
            {
                written += (int)count;
            }
            else if (error != Interrupted && !(error is TryAgain or TryAgainOnMac && WaitUntilWritable(descriptor)))
            {
                return false;
            }
        }

        return true;
    }

    // A program that shares the terminal may have made it non-blocking for all.
    private static bool WaitUntilWritable(int descriptor)
    {
        var request = new PollRequest { Descriptor = descriptor, Events = 4 }; // POLLOUT
        return poll(ref request, 1, PatienceMilliseconds) > 0;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct PollRequest
    {
        public int Descriptor;
        public short Events;
        public short Seen;
    }

#pragma warning disable IDE1006, SA1300 // Named as in the C library.
    [DllImport("libc", SetLastError = true)]
    private static extern nint write(int descriptor, byte[] bytes, nuint count);

    [DllImport("libc", SetLastError = true)]
    private static extern int poll(ref PollRequest request, nuint count, int milliseconds);
#pragma warning restore IDE1006, SA1300
}
