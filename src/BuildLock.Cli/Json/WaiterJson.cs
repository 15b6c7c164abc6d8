using System;
using BuildLock.Engines.Inspection;

namespace BuildLock.Cli.Json;

/// <summary>Somebody who waits.</summary>
internal sealed record WaiterJson(int Place, int Pid, string Command, string User, string Machine, string? Job, double WaitedSeconds)
{
    public static WaiterJson Of(SightWaiter waiter) => new(
        waiter.Place,
        waiter.Process.Id,
        waiter.Process.Command,
        waiter.Process.User,
        waiter.Process.Machine,
        waiter.Process.Job,
        Math.Round(waiter.Waited.TotalSeconds, 3));
}
