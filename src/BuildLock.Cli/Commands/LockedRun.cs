using System;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Threading;
using BuildLock.Cli.Children;
using BuildLock.Cli.Screen;

namespace BuildLock.Cli.Commands;

/// <summary>One run of a command under a lock.</summary>
internal sealed class LockedRun(LockKey key, LockOptions options, RunSettings settings, string[] command)
{
    /// <summary>All on the calling thread: the one that starts the command has to live as long as it does.</summary>
    public int Run()
    {
        using var relay = new SignalRelay();
        LockHandle handle;
        LineObserver observer;
        using (LiveLine? live = LiveLine.For(key, options, settings.Verbosity))
        {
            observer = new LineObserver(settings.Verbosity, live);
            options.Observer = observer;
            options.Description ??= Environment.GetEnvironmentVariable("BUILDLOCK_DESCRIPTION") is { Length: > 0 } ? null : "in " + Environment.CurrentDirectory;
            try
            {
                handle = ProcessLock.Acquire(key, options, relay.Cancelled);
            }
            catch (OperationCanceledException)
            {
                return relay.CancelledCode;
            }
            catch (LockException e) when (CommandLine.CodeOf(e) == ExitCode.Conflict)
            {
                live?.Clear();
                StandardError.WriteError(e.Message);
                return settings.ConflictCode;
            }
        }

        int code;
        using (handle)
        {
            code = relay.Cancelled.IsCancellationRequested ? relay.CancelledCode : RunUnder(handle, relay);
            if (handle.Loss is { } loss)
            {
                observer.Tell(loss);
            }
        }

        return observer.FoundLost && settings.EndsWhenLost ? ExitCode.Lost : code;
    }

    private int RunUnder(LockHandle handle, SignalRelay relay)
    {
        IChild child = Child.Start(
            command,
            [
                ("BUILDLOCK_KEY", handle.Key.Text),
                ("BUILDLOCK_FENCE", handle.FencingToken.ToString(CultureInfo.InvariantCulture)),
                (Waiting.EntryToken.Variable, handle.EntryToken),
            ]);
        relay.PassTo(child);
        using var killing = new Timer(_ => child.Kill(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        using CancellationTokenRegistration ending = handle.Lost.Register(() =>
        {
            if (settings.EndsWhenLost)
            {
                child.Signal(PosixSignal.SIGTERM);
                killing.Change(settings.Grace, Timeout.InfiniteTimeSpan);
            }
        });
        int code = child.Wait();

        // Lost while it ran: whatever it says of itself, it was not alone all the time.
        return handle.Loss is not null && settings.EndsWhenLost ? ExitCode.Lost : code;
    }
}
