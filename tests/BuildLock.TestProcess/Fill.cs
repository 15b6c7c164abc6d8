using System.Collections.Generic;
using BuildLock.Conformance.Children;

namespace BuildLock.TestProcess;

/// <summary>As many keys as this process may hold; then it releases all of them, on the same thread, since none can be started.</summary>
internal static class Fill
{
    public static void Run(Line command)
    {
        var held = new List<LockHandle>();
        string code = "none";
        while (code == "none")
        {
            try
            {
                held.Add(ProcessLock.Acquire(command["key"] + held.Count, Settings.Read(command, out _)));
            }
            catch (LockException e)
            {
                code = e.Code;
            }
        }

        held.ForEach(handle => handle.Release());
        Answers.Write(command, "released", ("code", code), ("count", held.Count.ToString()));
    }
}
