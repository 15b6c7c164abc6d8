using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using BuildLock.Platform;

namespace BuildLock.Engines.PortQuorum;

/// <summary>The one thread of a process that answers on the ports of its holds. Linux only.</summary>
/// <remarks>A caller is accepted, sent one record and closed: nothing is read, nothing is kept for it, and nobody is waited for. So ten
/// thousand callers cost a holder ten thousand times that, one after another, and no descriptors and no memory.</remarks>
internal static class AnsweringThread
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly object Gate = new();
    private static readonly Dictionary<Descriptor, Func<byte[]>> Answers = new();
    private static readonly Dictionary<Descriptor, Func<byte[]>> Paused = new();
    private static WakeUp? _wakeUp;

    public static void Add(Descriptor listener, Func<byte[]> answer)
    {
        lock (Gate)
        {
            Answers.Add(listener, answer);
            if (_wakeUp is null)
            {
                // Kept once it runs: where it cannot be started, for want of files or memory, the next hold tries again, and this
                // one's holder is unknown to those who have to ask the port.
                if (WakeUp.TryCreate() is not { } wakeUp)
                {
                    return;
                }

                new Thread(() => Run(wakeUp)) { IsBackground = true, Name = "BuildLock answers" }.Start();
                _wakeUp = wakeUp;
            }
            else
            {
                _wakeUp.Send();
            }
        }
    }

    /// <summary>After this the descriptor is not touched any more.</summary>
    public static void Remove(Descriptor listener)
    {
        lock (Gate)
        {
            Answers.Remove(listener);
            Paused.Remove(listener);
        }
    }

    private static void Run(WakeUp wakeUp)
    {
        while (true)
        {
            Descriptor[] listeners;
            lock (Gate)
            {
                listeners = Answers.Keys.ToArray();
            }

            // Without the lock: a removed one wakes this up, since it was shut down, and is not there any more below.
            foreach (Descriptor listener in wakeUp.WaitForAny(listeners))
            {
                lock (Gate)
                {
                    if (Answers.TryGetValue(listener, out Func<byte[]>? answer))
                    {
                        AnswerOne(listener, answer);
                    }
                }
            }
        }
    }

    private static void AnswerOne(Descriptor listener, Func<byte[]> answer)
    {
        const int ShutDown = 22; // EINVAL: it does not listen any more
        const int TryAgain = 11; // EAGAIN: the caller has left
        const int Aborted = 103; // ECONNABORTED: the same
        using Descriptor? caller = LinuxSocket.Accept(listener, out int error);
        if (caller is not null)
        {
            LinuxSocket.Send(caller, answer());
            _ = LinuxSocket.Shutdown(caller); // what was sent arrives, though the caller's own words are never read
        }
        else if (error is not (TryAgain or Aborted or Posix.Interrupted))
        {
            // For want of files or memory it is tried again, but not at once: the caller still is there, and this would spin.
            Answers.Remove(listener);
            if (error != ShutDown)
            {
                Paused.Add(listener, answer);
                Keeper.Schedule(Pause, () => Resume(listener));
            }
        }
    }

    private static void Resume(Descriptor listener)
    {
        lock (Gate)
        {
            if (Paused.TryGetValue(listener, out Func<byte[]>? answer))
            {
                Paused.Remove(listener);
                Answers.Add(listener, answer);
                _wakeUp!.Send();
            }
        }
    }
}
