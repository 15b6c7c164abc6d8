using System;
using System.Runtime.InteropServices;

namespace BuildLock.Platform;

/// <summary>Ends a system call that a thread of this process is blocked in, by a signal whose handler does nothing. Unix only.</summary>
/// <remarks>
/// <para>The signal is SIGURG: a process that has no handler for it ignores it, so that one which comes too late, or after
/// something has taken our handler away, does no harm. The kernel sends it for urgent data to who asked for it, which
/// .NET does not.</para>
/// <para>The handler is the C library's abs(3). It has a handler's signature, does nothing, and cannot be unloaded; managed code
/// must not run in a handler. Where another part of the process has a handler for the signal, it stays, and nobody waits in
/// the kernel; where it comes later, it is what interrupts.</para>
/// <para>signal(2) of the C libraries makes interrupted calls begin anew (SA_RESTART); siginterrupt(3) takes that back. Both have no
/// structure whose layout would have to be known; of sigaction(2)'s only the first field is read.</para>
/// </remarks>
internal static class ThreadInterrupt
{
    private const int Unblock = 1; // SIG_UNBLOCK on Linux
    private const int UnblockOnMac = 2;

    private static readonly int Signal = OperatingSystemKind.IsMac ? 16 : 23; // SIGURG
    private static readonly IntPtr Failed = new(-1); // SIG_ERR
    private static readonly Lazy<IntPtr> Nothing = new(() => Find("abs"));
    private static readonly Lazy<bool> Installed = new(Install);

    /// <summary>Whether this process lets its threads be interrupted.</summary>
    public static bool IsPossible => Installed.Value;

    /// <summary>Makes the calling thread one that can be interrupted: a host may have started it with its signals blocked.</summary>
    /// <returns>Its name for <see cref="Send"/>, as long as it lives.</returns>
    public static IntPtr Prepare()
    {
        // sigset_t is a field of bits, the first one for signal 1, and at most 128 bytes.
        var signals = new byte[128];
        signals[(Signal - 1) / 8] = (byte)(1 << ((Signal - 1) % 8));
        _ = sigprocmask(OperatingSystemKind.IsMac ? UnblockOnMac : Unblock, signals, IntPtr.Zero); // of the thread, on both systems
        return pthread_self();
    }

    /// <summary>Sends the signal to a thread that is known to live.</summary>
    public static void Send(IntPtr thread)
    {
        // Once more: something may have taken it away, and then the thread would never come out. Another part's handler stays, and
        // interrupts as well, as soon as calls do not begin anew after it; this changes nothing else of it.
        _ = SetHandler() ? 0 : siginterrupt(Signal, 1);
        _ = Kill(thread, Signal);
    }

    private static bool Install()
    {
        try
        {
            // Signal 0 only asks: whether there is the call.
            return SetHandler() && Kill(pthread_self(), 0) == 0;
        }
        catch (Exception e) when (e is EntryPointNotFoundException or DllNotFoundException)
        {
            return false; // a C library without one of them
        }
    }

    private static bool SetHandler()
    {
        IntPtr nothing = Nothing.Value;
        IntPtr before = nothing == IntPtr.Zero ? Failed : Handler();

        // SIG_DFL is 0 and SIG_IGN 1. The same address is ours, from before or from another copy of this assembly.
        bool isFree = before == IntPtr.Zero || before == new IntPtr(1) || before == nothing;
        return isFree && (before == nothing || signal(Signal, nothing) != Failed) && siginterrupt(Signal, 1) == 0;
    }

    // Asked without changing it. Another part's handler that signal(2) puts back has lost its flags, and is called wrongly from then on:
    // .NET's own and that of Go need SA_SIGINFO, Go's also SA_ONSTACK. The handler is the structure's first field on Linux and macOS,
    // and all that is read of it; it is at most 152 bytes long.
    private static IntPtr Handler()
    {
        var action = new byte[256];
        return sigaction(Signal, IntPtr.Zero, action) != 0 ? Failed
            : IntPtr.Size == sizeof(long) ? new IntPtr(BitConverter.ToInt64(action, 0))
            : new IntPtr(BitConverter.ToInt32(action, 0));
    }

    private static int Kill(IntPtr thread, int signal)
    {
        try
        {
            return pthread_kill(thread, signal);
        }
        catch (EntryPointNotFoundException)
        {
            return pthread_kill_before_2_34(thread, signal);
        }
    }

    private static IntPtr Find(string name)
    {
        try
        {
            return dlsym(IntPtr.Zero, name);
        }
        catch (EntryPointNotFoundException)
        {
            return dlsym_before_2_34(IntPtr.Zero, name);
        }
    }

#pragma warning disable IDE1006, SA1300 // Named as in the C library.
    [DllImport("libc", SetLastError = true)]
    private static extern IntPtr signal(int number, IntPtr handler);

    [DllImport("libc", SetLastError = true)]
    private static extern int sigaction(int number, IntPtr action, byte[] before);

    [DllImport("libc", SetLastError = true)]
    private static extern int siginterrupt(int number, int flag);

    [DllImport("libc", SetLastError = true)]
    private static extern int sigprocmask(int how, byte[] signals, IntPtr before);

    [DllImport("libc")]
    private static extern IntPtr pthread_self();

    [DllImport("libc")]
    private static extern int pthread_kill(IntPtr thread, int number);

    // Before glibc 2.34 these were in libraries of their own, which every .NET process has loaded.
    [DllImport("libpthread.so.0", EntryPoint = "pthread_kill")]
    private static extern int pthread_kill_before_2_34(IntPtr thread, int number);

    [DllImport("libc", CharSet = CharSet.Ansi, BestFitMapping = false)]
    private static extern IntPtr dlsym(IntPtr library, string name);

    [DllImport("libdl.so.2", EntryPoint = "dlsym", CharSet = CharSet.Ansi, BestFitMapping = false)]
    private static extern IntPtr dlsym_before_2_34(IntPtr library, string name);
#pragma warning restore IDE1006, SA1300
}
