using System.Runtime.InteropServices;

namespace BuildLock.Cli.Children;

/// <summary>The command that runs under the lock, as a process. It has this process's standard streams, untouched.</summary>
internal interface IChild
{
    /// <summary>Waits for its end.</summary>
    /// <returns>Its exit code, or 128 plus the signal that ended it.</returns>
    int Wait();

    /// <summary>Passes a signal on. Does nothing when it has ended.</summary>
    void Signal(PosixSignal signal);

    /// <summary>Ends it, and what it started, at once.</summary>
    void Kill();
}
