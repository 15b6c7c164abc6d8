using System;
using System.Collections.Generic;
using System.Linq;
using BuildLock.Identity;
using BuildLock.Platform;

namespace BuildLock.Queueing;

/// <summary>Who waits for a lock, first one first.</summary>
/// <remarks>The kernel knows the order, and the waiters' records say who they are. On Linux the order is that of its list of locks; a
/// contender that it does not list (a build that gave its node away, or one that waits behind the engine) comes where its
/// record's time puts it. Elsewhere the times are the order.</remarks>
internal sealed class WaiterList
{
    public static readonly WaiterList Empty = new(Array.Empty<Waiter>(), own: null);

    private WaiterList(IReadOnlyList<Waiter> waiters, string? own)
    {
        Waiters = waiters;
        int place = own is null ? 0 : waiters.TakeWhile(waiter => waiter.Record != own).Count() + 1;
        OwnPlace = place >= 1 && place <= waiters.Count ? place : null;
    }

    public IReadOnlyList<Waiter> Waiters { get; }

    /// <summary>The place from 1 of the contender who asks, where it has one.</summary>
    public int? OwnPlace { get; }

    /// <param name="own">The record of the contender who asks, or <see langword="null"/>.</param>
    public static WaiterList Read(QueueFolder folder, FileHandle gate, string? own)
    {
        List<Waiter> records = folder.Waiters()
            .Select(name => WaiterRecord.Read(folder, name))
            .OfType<Waiter>()
            .OrderBy(waiter => waiter.Since)
            .ToList();
        using FileHandle? turnstile = folder.TryReadTurnstile();
        IReadOnlyList<FileLockTable.Entry> table = turnstile is null
            ? FileLockTable.Read(gate.Status())
            : FileLockTable.Read(gate.Status(), turnstile.Status());

        // First who is before the gate, then who is before the turnstile; each in the kernel's order.
        var waiters = new List<Waiter>();
        foreach (FileLockTable.Entry entry in table.Where(entry => entry.IsWaiting))
        {
            Waiter? known = records.Find(waiter => waiter.Process.Id == entry.ProcessId);
            _ = known is not null && records.Remove(known);
            waiters.Add(known ?? new Waiter(new ProcessIdentity { Id = entry.ProcessId, Command = CommandText.ProgramOf(entry.ProcessId) ?? "unknown" }, since: null, record: null));
        }

        foreach (Waiter unlisted in records)
        {
            int before = waiters.FindIndex(waiter => waiter.Since > unlisted.Since);
            waiters.Insert(before < 0 ? waiters.Count : before, unlisted);
        }

        return new WaiterList(waiters, own);
    }
}
