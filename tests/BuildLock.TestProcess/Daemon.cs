using System.Diagnostics;
using BuildLock.Conformance.Children;

namespace BuildLock.TestProcess;

/// <summary>Starts a program that outlives this one, as compiler servers do. The test ends it, by the id in the answer.</summary>
internal static class Daemon
{
    public static void Start(Line command)
    {
        // Its output is not the test's pipe: the pipe would stay open as long as the daemon.
        using Process daemon = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "exec sleep 120 </dev/null >/dev/null 2>&1"]))!;
        Answers.Write(command, "started", ("pid", daemon.Id.ToString()));
    }
}
