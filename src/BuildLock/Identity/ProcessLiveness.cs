using System;
using System.Diagnostics;
using BuildLock.Platform;

namespace BuildLock.Identity;

/// <summary>Finds out whether a process still exists.</summary>
internal static class ProcessLiveness
{
    public static Liveness Of(ProcessIdentity process)
    {
        if (process.Started.Length == 0 || !process.IsVisibleFrom(ProcessIdentity.Current))
        {
            return Liveness.Unknown;
        }

        return OperatingSystemKind.IsWindows ? OnWindows(process) : OnUnix(process);
    }

    private static Liveness OnUnix(ProcessIdentity process)
    {
        if (Posix.ProbeProcess(process.Id) == Posix.NoProcess)
        {
            return Liveness.Dead;
        }

        if (OperatingSystemKind.IsLinux)
        {
            if (ProcessStart.ReadStat(process.Id) is not { } stat)
            {
                // Exists by kill(2), but hidden by hidepid or gone since: the next look tells.
                return Liveness.Unknown;
            }

            // A zombie (Z) has ended and only waits for its parent to ask; its process id still answers kill(2). The
            // count of threads guards against a first thread that ended before the others.
            bool ended = stat.State is 'Z' or 'X' && stat.Threads <= 1;
            return ended || stat.Started != process.Started ? Liveness.Dead : Liveness.Alive;
        }

        return ProcessStart.Of(process.Id) is not { } started ? Liveness.Unknown
            : started == process.Started ? Liveness.Alive
            : Liveness.Dead;
    }

    private static Liveness OnWindows(ProcessIdentity process)
    {
        try
        {
            using var found = Process.GetProcessById(process.Id);
        }
        catch (ArgumentException)
        {
            return Liveness.Dead; // documented: no process with that id runs
        }

        return ProcessStart.Of(process.Id) is not { } started ? Liveness.Unknown
            : started == process.Started ? Liveness.Alive
            : Liveness.Dead;
    }
}
