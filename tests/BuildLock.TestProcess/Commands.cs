using System;
using System.Collections.Concurrent;
using System.Threading;
using BuildLock.Conformance.Children;

namespace BuildLock.TestProcess;

/// <summary>The commands about one lock. Handles are kept under the name that the command gives.</summary>
internal static class Commands
{
    private static readonly ConcurrentDictionary<string, LockHandle> Handles = new();

    public static void Run(Line command)
    {
        switch (command.Word)
        {
            case "acquire": Held(command, ProcessLock.Acquire(command["key"], Settings.Read(command, out AnsweringObserver observer)), observer); break;
            case "acquire-async": Held(command, ProcessLock.AcquireAsync(command["key"], Settings.Read(command, out observer)).GetAwaiter().GetResult(), observer); break;
            case "again": Handles[command["name"]].Release(); Held(command, ProcessLock.Acquire(command["key"], Settings.Read(command, out observer)), observer); break;
            case "try": Try(command); break;
            case "release": Handles[command["name"]].Release(); Answers.Write(command, "released"); break;
            case "dispose": Handles[command["name"]].Dispose(); Answers.Write(command, "released"); break;
            case "state": State(command); break;
            case "wait-lost": WaitLost(command); break;
            case "throw-when-lost": ThrowWhenLost(command); break;
            case "increment": IncrementLoop.Run(command); break;
            case "enter": EnterLoop.Run(command); break;
            case "crowd": Crowd.Run(command); break;
            case "token": Answers.Write(command, "token", ("text", Handles[command["name"]].EntryToken)); break;
            case "waits": Waits.Run(command); break;
            case "urgent": UrgentSignal.Set(command); break;
            case "send-urgent": UrgentSignal.Send(command); break;
            case "fill": Fill.Run(command); break;
            case "listen": ForeignProgram.Listen(command); break;
            case "listen-now": ForeignProgram.ListenNow(command); break;
            case "daemon": Daemon.Start(command); break;
            case "block-pool": PoolBlocker.Block(command); break;
            default: throw new NotSupportedException($"Unknown command '{command.Word}'.");
        }
    }

    private static void Try(Line command)
    {
        if (ProcessLock.TryAcquire(command["key"], Settings.Read(command, out AnsweringObserver observer)) is { } handle)
        {
            Held(command, handle, observer);
        }
        else
        {
            Answers.Write(command, "busy");
        }
    }

    private static void Held(Line command, LockHandle handle, AnsweringObserver observer)
    {
        Handles[command["name"]] = handle;
        Answers.Write(
            command,
            "held",
            ("token", handle.FencingToken.ToString()),
            ("outcome", handle.PreviousOutcome.ToString()),
            ("previous", handle.PreviousHolder?.ProcessId.ToString()),
            ("limited", AnsweringObserver.Limited.ToString()),
            ("code", observer.Acquired?.Code),
            ("warning", observer.Acquired?.IsWarning.ToString()));
    }

    private static void State(Line command)
    {
        LockHandle handle = Handles[command["name"]];
        string thrown = "none";
        try
        {
            handle.ThrowIfLost();
        }
        catch (LockException e)
        {
            thrown = e.Code;
        }

        Answers.Write(
            command,
            "state",
            ("held", handle.IsHeld.ToString()),
            ("lost", handle.Lost.IsCancellationRequested.ToString()),
            ("throws", thrown));
    }

    private static void ThrowWhenLost(Line command)
    {
        Handles[command["name"]].Lost.Register(() => throw new InvalidOperationException("A callback that throws, as the test asked for."));
        Answers.Write(command, "registered");
    }

    private static void WaitLost(Line command)
    {
        // A source of its own: the handle's wait handle ends with the handle.
        using var lost = new ManualResetEventSlim();
        using CancellationTokenRegistration registration = Handles[command["name"]].Lost.Register(lost.Set);
        lost.Wait(CancellationToken.None);
        Answers.Write(command, "lost");
    }
}
