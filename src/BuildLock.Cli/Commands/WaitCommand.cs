using System;
using System.CommandLine;
using BuildLock.Cli.Children;
using BuildLock.Cli.Screen;
using BuildLock.Engines;
using BuildLock.Engines.Inspection;
using BuildLock.Waiting;

namespace BuildLock.Cli.Commands;

/// <summary><c>buildlock wait KEY</c>: returns when nobody holds it, without taking it.</summary>
internal static class WaitCommand
{
    public static Command Create()
    {
        var arguments = LockArguments.NamesAndTimeout();
        var command = new Command("wait", "Waits until nobody holds a lock, and takes nothing. By the time it returns somebody may hold it again: to do something while nobody else does, use run.");
        arguments.AddTo(command);
        Loudness.AddTo(command);
        command.SetAction(parsed =>
        {
            LockKey key = arguments.ReadKey(parsed);
            LockOptions options = arguments.ReadOptions(parsed);
            Verbosity verbosity = Loudness.Read(parsed);
            using var relay = new SignalRelay();
            using LiveLine? live = LiveLine.For(key, options, verbosity);
            options.Observer = new LineObserver(verbosity, live);
            var request = LockRequest.Create(key, options);
            try
            {
                if (request.Engine.Inspector.Find(request).State != SightState.Free)
                {
                    WaitLoop.WaitUntilFree(request, () => request.Engine.Inspector.Find(request).Holder, relay.Cancelled);
                }

                return ExitCode.Success;
            }
            catch (OperationCanceledException)
            {
                return relay.CancelledCode;
            }
        });
        return command;
    }
}
