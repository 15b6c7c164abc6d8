using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;

namespace BuildLock.Platform;

/// <summary>Waits until descriptors can be read from, or another thread says so. Linux only.</summary>
internal sealed class WakeUp
{
    private const short Readable = 1; // POLLIN; an end or an error is reported unasked

    private readonly Descriptor _event;

    private WakeUp(Descriptor descriptor) => _event = descriptor;

    /// <returns><see langword="null"/> for want of open files.</returns>
    public static WakeUp? TryCreate()
    {
        const int CloseOnExecAndDoNotBlock = 0x8_0000 | 0x800; // EFD_CLOEXEC, EFD_NONBLOCK
        int descriptor = eventfd(0, CloseOnExecAndDoNotBlock);
        return descriptor < 0 ? null : new WakeUp(new Descriptor(descriptor));
    }

    /// <summary>Ends the wait that is under way, or the next one.</summary>
    public void Send()
    {
        ulong one = 1;
        _ = write(_event, ref one, (UIntPtr)sizeof(ulong));
    }

    /// <returns>Those that can be read from or have ended; none after <see cref="Send"/>, a signal, or an error.</returns>
    public IReadOnlyList<Descriptor> WaitForAny(IReadOnlyList<Descriptor> descriptors)
    {
        Polled[] polled = descriptors.Prepend(_event).Select(one => new Polled { Descriptor = one.DangerousGetHandle().ToInt32(), Asked = Readable }).ToArray();
        if (poll(polled, (UIntPtr)polled.Length, -1) <= 0)
        {
            return Array.Empty<Descriptor>();
        }

        if (polled[0].Answered != 0)
        {
            _ = read(_event, out _, (UIntPtr)sizeof(ulong));
        }

        return descriptors.Where((_, i) => polled[i + 1].Answered != 0).ToList();
    }

#pragma warning disable IDE1006, SA1300 // Named as in the C library.
    [DllImport("libc", SetLastError = true)]
    private static extern int eventfd(uint value, int flags);

    [DllImport("libc", SetLastError = true)]
    private static extern IntPtr read(Descriptor file, out ulong value, UIntPtr size);

    [DllImport("libc", SetLastError = true)]
    private static extern IntPtr write(Descriptor file, ref ulong value, UIntPtr size);

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
