using System;
using System.Runtime.InteropServices;
using System.Threading;
using BuildLock.Conformance.Children;

namespace BuildLock.TestProcess;

/// <summary>What another part of a process may do with SIGURG. Linux only.</summary>
internal static class UrgentSignal
{
    private const int Number = 23;
    private static PosixSignalRegistration? _registration;
    private static int _seen;

    public static void Set(Line command)
    {
        switch (command["way"])
        {
            case "handled":
                _registration = PosixSignalRegistration.Create((PosixSignal)Number, context =>
                {
                    context.Cancel = true;
                    Interlocked.Increment(ref _seen);
                });
                break;
            case "ignored":
                _ = signal(Number, new IntPtr(1));
                break;
        }

        Answers.Write(command, "set");
    }

    /// <summary>Sends it to this process, and says whether the handler has seen it.</summary>
    public static void Send(Line command)
    {
        int before = Volatile.Read(ref _seen);
        _ = kill(Environment.ProcessId, Number);
        bool isSeen = _registration is not null && SpinWait.SpinUntil(() => Volatile.Read(ref _seen) > before, TimeSpan.FromSeconds(10));
        Answers.Write(command, isSeen ? "seen" : "unseen");
    }

    [DllImport("libc")]
    private static extern IntPtr signal(int number, IntPtr handler);

    [DllImport("libc")]
    private static extern int kill(int process, int number);
}
