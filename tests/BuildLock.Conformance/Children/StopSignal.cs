using System;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Threading;

namespace BuildLock.Conformance.Children;

/// <summary>Stops a process as Ctrl+Z does, and lets it go on. Linux only: the signals' numbers and /proc.</summary>
public static class StopSignal
{
    private const int SigStop = 19;
    private const int SigCont = 18;

    /// <summary>Comes back when all of its threads have stopped. The signal reaches one after another, and on a busy machine
    /// those that it has not reached yet go on for a while, long enough to be given a lock.</summary>
    public static void Stop(int processId)
    {
        Send(processId, SigStop);
        if (!SpinWait.SpinUntil(() => Directory.GetDirectories($"/proc/{processId}/task").All(HasStopped), TimeSpan.FromSeconds(60)))
        {
            throw new TimeoutException($"Process {processId} did not stop within a minute.");
        }
    }

    public static void Continue(int processId) => Send(processId, SigCont);

    private static bool HasStopped(string thread)
    {
        try
        {
            string stat = File.ReadAllText(Path.Combine(thread, "stat"));
            return stat[stat.LastIndexOf(')') + 2] == 'T'; // proc_pid_stat(5): the name in brackets, which may hold any, then the state
        }
        catch (IOException)
        {
            return true; // it has ended
        }
    }

    private static void Send(int processId, int signal)
    {
        if (kill(processId, signal) != 0)
        {
            throw new InvalidOperationException($"Process {processId} cannot be sent signal {signal}.");
        }
    }

    [DllImport("libc")]
    private static extern int kill(int pid, int signal);
}
