using System.Threading;
using BuildLock.Conformance.Children;

namespace BuildLock.TestProcess;

/// <summary>Blocks every thread of the pool for good, as builds that wait synchronously for asynchronous work do.</summary>
internal static class PoolBlocker
{
    public static void Block(Line command)
    {
        int threads = System.Environment.ProcessorCount + 2;
        ThreadPool.SetMinThreads(threads, threads);
        ThreadPool.SetMaxThreads(threads, threads);
        using var running = new CountdownEvent(threads);
        for (int i = 0; i < threads; i++)
        {
            ThreadPool.UnsafeQueueUserWorkItem(
                _ =>
                {
                    running.Signal();
                    Thread.Sleep(Timeout.Infinite);
                },
                state: null);
        }

        running.Wait();
        Answers.Write(command, "blocked");
    }
}
