using System;
using System.IO;
using System.Linq;
using System.Threading;
using BuildLock.Conformance.Children;

namespace BuildLock.TestProcess;

/// <summary>Several threads take the same lock, once each, and leave a file in place while they have it: whoever finds the
/// file there has met a second holder.</summary>
internal static class EnterLoop
{
    public static void Run(Line command)
    {
        int overlaps = 0;
        int takeovers = 0;
        Thread[] threads = Enumerable.Range(0, int.Parse(command["threads"])).Select(_ => new Thread(Enter)).ToArray();
        Array.ForEach(threads, t => t.Start());
        Array.ForEach(threads, t => t.Join());
        Answers.Write(command, "done", ("overlaps", overlaps.ToString()), ("takeovers", takeovers.ToString()));

        void Enter()
        {
            try
            {
                using LockHandle handle = ProcessLock.Acquire(command["key"], Settings.Read(command, out AnsweringObserver _));
                if (handle.PreviousOutcome is PreviousOutcome.Expired or PreviousOutcome.Abandoned)
                {
                    Interlocked.Increment(ref takeovers);
                }

                if (!Stay(command["file"]))
                {
                    Interlocked.Increment(ref overlaps);
                }
            }
            catch (Exception e)
            {
                Answers.Write(command, "error", ("type", e.GetType().Name), ("code", "none"), ("message", e.ToString()));
            }
        }
    }

    private static bool Stay(string file)
    {
        try
        {
            using var mark = new FileStream(file, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
            Thread.Sleep(2); // not to wait for anything: the time in which a second holder would show
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
