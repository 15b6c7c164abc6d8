using System;
using System.Globalization;
using System.IO;
using System.Runtime.InteropServices;
using BuildLock.Conformance.Children;

namespace BuildLock.Faults.Tests.Machine;

/// <summary>The process that a launcher has put into a namespace of process ids, by its id out here.</summary>
internal static class InnerProcess
{
    private const int SigStop = 19;
    private const int SigCont = 18;

    public static int Of(Child launcher)
    {
        string children = File.ReadAllText($"/proc/{launcher.Id}/task/{launcher.Id}/children");
        return int.Parse(children.Split(' ', StringSplitOptions.RemoveEmptyEntries)[0], CultureInfo.InvariantCulture);
    }

    public static void Stop(int id) => Send(id, SigStop);

    public static void Continue(int id) => Send(id, SigCont);

    private static void Send(int id, int signal)
    {
        if (kill(id, signal) != 0)
        {
            throw new InvalidOperationException($"Process {id} cannot be sent signal {signal}.");
        }
    }

    [DllImport("libc")]
    private static extern int kill(int pid, int signal);
}
