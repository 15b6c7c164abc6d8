using System;
using System.Diagnostics;
using BuildLock.MSBuild;

namespace BuildLock.Mono;

/// <summary>Takes a lock by the tasks, says so, keeps it until a line comes, and releases it.
/// Arguments: key, engine, lock directory.</summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        var engine = new FakeEngine();
        var acquire = new AcquireProcessLock { BuildEngine = engine, Key = arguments[0], Engine = arguments[1], LockDirectory = arguments[2], Timeout = "0" };
        if (!acquire.Execute())
        {
            return 1;
        }

        Console.WriteLine($"held by {Process.GetCurrentProcess().Id}, previous {acquire.PreviousOutcome}");
        Console.ReadLine();
        bool released = new ReleaseProcessLock { BuildEngine = engine, Key = arguments[0], Engine = arguments[1] }.Execute();
        engine.EndBuild();
        Console.WriteLine(released && !engine.HasWarned ? "released" : "not released");
        return 0;
    }
}
