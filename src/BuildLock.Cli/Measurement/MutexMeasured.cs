using System;
using System.Threading;

namespace BuildLock.Cli.Measurement;

#pragma warning disable RS0030 // Measured beside the engines, on one thread of each process; nothing is protected by it.
/// <summary>.NET's named mutex, opened for each hold as somebody does who locks by a key.</summary>
internal sealed class MutexMeasured(string key) : IMeasuredLock
{
    public IDisposable Acquire()
    {
        var mutex = new Mutex(initiallyOwned: false, key);
        try
        {
            mutex.WaitOne();
        }
        catch (AbandonedMutexException)
        {
            // Its holder died, and it is ours.
        }

        return new Hold(mutex);
    }

    public void Dispose()
    {
        // Gone with its last hold.
    }

    private sealed class Hold(Mutex mutex) : IDisposable
    {
        public void Dispose()
        {
            mutex.ReleaseMutex();
            mutex.Dispose();
        }
    }
}
#pragma warning restore RS0030
