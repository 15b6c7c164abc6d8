using System.ComponentModel;
using System.Runtime.InteropServices;

namespace BuildLock.MSBuild.Tests.Builds;

/// <summary>kill(2). The numbers are those of POSIX.</summary>
internal static class Signals
{
    public const int Interrupt = 2;
    public const int Kill = 9;
    public const int Terminate = 15;

    public static void Send(int processId, int signal)
    {
        if (send(processId, signal) != 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int send(int processId, int signal);
}
