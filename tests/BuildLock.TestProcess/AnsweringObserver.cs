using System;
using System.Threading;
using BuildLock.Conformance.Children;

namespace BuildLock.TestProcess;

/// <summary>Passes what happens to a lock on to the test.</summary>
internal sealed class AnsweringObserver(Line command) : ILockObserver
{
    private static int _limited;

    /// <summary>How often this process was told that its locks end at its network namespace.</summary>
    public static int Limited => Volatile.Read(ref _limited);

    public LockAcquired? Acquired { get; private set; }

    public void Report(LockEvent lockEvent)
    {
        switch (lockEvent)
        {
            case LockAcquired acquired:
                Acquired = acquired; // told with the answer "held"
                break;
            case LockWaiting waiting:
                Answers.Write(command, "waiting", ("holder", waiting.Holder?.ProcessId.ToString()), ("place", waiting.Position?.ToString()), ("text", waiting.ToString()));
                break;
            case LockReleaseFailed failed:
                Answers.Write(command, "release-failed", ("text", failed.ToString()));
                break;
        }

        // By its code: release 0.1.0, which this program runs with as well, does not know the event's type.
        if (lockEvent.Code == "BL1010")
        {
            Interlocked.Increment(ref _limited);
        }

        if (command.Has("throw-on") && lockEvent.GetType().Name == command["throw-on"])
        {
            throw new InvalidOperationException("An observer that throws, as the test asked for.");
        }
    }
}
