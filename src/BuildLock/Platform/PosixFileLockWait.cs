using System;
using System.ComponentModel;
using System.IO;

namespace BuildLock.Platform;

/// <summary>A wait in flock(2), which has no deadline. A signal to the very thread ends it.</summary>
/// <remarks>
/// <para>A thread of its own that waits for the caller could be left behind instead. It costs a second wake-up in each hand-over:
/// 232 µs instead of 77 where that was measured.</para>
/// <para>The signal may come before the thread has entered the call, and is lost then. So it is sent again until the thread is out;
/// that this ends is what the repetition is for. The thread leaves under the lock that the sender holds, so that no signal
/// goes to a thread that does something else by now.</para>
/// </remarks>
internal sealed class PosixFileLockWait : FileLockWait
{
    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(2);

    private readonly PosixFileHandle _file;
    private readonly object _gate = new();
    private IntPtr _thread; // the one that is in the call; zero when none is
    private volatile bool _interrupted;

    public PosixFileLockWait(PosixFileHandle file) => _file = file;

    public override bool Run()
    {
        const int Exclusive = 2; // LOCK_EX
        Enter();
        try
        {
            // Ends: with the lock, with an error, or with the interruption; other signals that end the call change nothing.
            while (!_interrupted)
            {
                int error = PosixAt.Lock(_file.Descriptor, Exclusive);
                if (error == 0)
                {
                    return true;
                }

                if (error != Posix.Interrupted)
                {
                    throw new IOException(FormattableString.Invariant($"'{_file.FullPath}' cannot be locked: {new Win32Exception(error).Message} ({error})."), error);
                }
            }

            return false;
        }
        finally
        {
            lock (_gate)
            {
                _thread = IntPtr.Zero;
            }
        }
    }

    public override void Interrupt()
    {
        _interrupted = true;
        lock (_gate)
        {
            if (_thread == IntPtr.Zero)
            {
                return;
            }

            ThreadInterrupt.Send(_thread);
        }

        Keeper.Schedule(Again, Interrupt);
    }

    public override void Dispose()
    {
    }

    private void Enter()
    {
        lock (_gate)
        {
            _thread = ThreadInterrupt.IsPossible ? ThreadInterrupt.Prepare() : IntPtr.Zero;
        }
    }
}
