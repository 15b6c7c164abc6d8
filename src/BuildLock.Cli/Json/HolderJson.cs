using System;

namespace BuildLock.Cli.Json;

/// <summary>Who holds a lock, or held it last.</summary>
internal sealed record HolderJson(string Id, int Pid, string Command, string User, string Machine, string? Job, string Description, DateTimeOffset Since, double HeldForSeconds)
{
    public static HolderJson Of(LockHolder holder) => new(
        holder.Id,
        holder.ProcessId,
        holder.Command,
        holder.User,
        holder.Machine,
        holder.Job,
        holder.Description,
        holder.Since,
        Math.Round(holder.HeldFor.TotalSeconds, 3));
}
